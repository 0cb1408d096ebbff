package dev.stillhouse.runner.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.fixture.Certificates;
import dev.stillhouse.runner.fixture.TokenPostgres;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseReader;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner's own connections with tokens of AWS. */
class AwsIamTest {
    @TempDir
    private static Path files;

    private static Certificates certificates;
    private static TokenPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.make(files);
        postgres = TokenPostgres.start(certificates);
        TokenPostgres.identify();
    }

    @AfterAll
    static void stop() {
        TokenPostgres.forgetIdentity();
        postgres.close();
    }

    @BeforeEach
    void asOfOld() {
        postgres.life(Duration.ofMinutes(15));
        postgres.endpoint("localhost:" + postgres.port());
    }

    private static Map<String, String> variables() {
        return new HashMap<>(Map.of(
                DatabaseVariables.URL,
                postgres.url("postgres"),
                DatabaseVariables.AUTH,
                DatabaseVariables.AWS_IAM,
                DatabaseVariables.AWS_REGION,
                TokenPostgres.REGION,
                DatabaseVariables.TLS_MODE,
                "verify-full",
                DatabaseVariables.TLS_CA,
                certificates.authority().toString()));
    }

    private static DatabaseUrl read(Map<String, String> variables) {
        return DatabaseReader.read(variables).fold(url -> url, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    private static Result<Connection> connect(Map<String, String> variables) {
        return new Connector(read(variables), "test").connect();
    }

    @Test
    void aTokenIsMadeForEachConnection() throws Exception {
        int before = postgres.tokens().size();
        Connector connector = new Connector(read(variables()), "test");

        for (int i = 0; i < 2; i++) {
            connector
                    .connect()
                    .fold(it -> it, trouble -> {
                        throw new AssertionError(trouble.message() + postgres.objections());
                    })
                    .close();
            // The time of a token is told in seconds.
            Thread.sleep(1_100);
        }

        assertThat(postgres.tokens().subList(before, before + 2)).doesNotHaveDuplicates();
    }

    @Test
    void anAliasHasTheTokenOfTheServersOwnName() {
        postgres.endpoint("orders.abc123.eu-central-1.rds.amazonaws.com:5432");
        Map<String, String> variables = variables();

        assertThat(connect(variables)).isInstanceOf(Result.Failed.class);

        variables.put(DatabaseVariables.AWS_ENDPOINT, "orders.abc123.eu-central-1.rds.amazonaws.com");
        variables.remove(DatabaseVariables.AWS_REGION);
        assertThat(connect(variables)).isInstanceOf(Result.Ok.class);
    }

    @Test
    void aTokenThatTheServerRefusesTellsWhatToLookAt() {
        Map<String, String> variables = variables();
        variables.put(DatabaseVariables.AWS_REGION, "us-east-1");

        assertThat(connect(variables)).isInstanceOfSatisfying(Result.Failed.class, failed -> {
            assertThat(failed.trouble().reason()).isEqualTo(Reason.AuthenticationFailed);
            assertThat(failed.trouble().message())
                    .contains("PAM authentication failed", "rds_iam", "rds-db:connect", "us-east-1", "clock")
                    .doesNotContain("X-Amz", "Secret");
        });
    }
}
