package dev.stillhouse.runner.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.Auth.AwsIam;
import dev.stillhouse.runner.url.DatabaseUrl.Host;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a database is like whose user has no password of its own. */
class AuthsTest {
    private static final String SERVER = "orders.abc123.eu-central-1.rds.amazonaws.com";

    private static Result<DatabaseUrl> read(String url, String... variables) {
        Map<String, String> all = new HashMap<>(Map.of(DatabaseVariables.AUTH, DatabaseVariables.AWS_IAM));
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        return DatabaseReader.read(url, all);
    }

    private static DatabaseUrl accepted(String url, String... variables) {
        return read(url, variables).fold(it -> it, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    private static String refused(String url, String... variables) {
        Result<DatabaseUrl> result = read(url, variables);
        assertThat(result).isInstanceOf(Result.Failed.class);
        assertThat(((Result.Failed<DatabaseUrl>) result).trouble().reason()).isEqualTo(Reason.InvalidUrl);
        return ((Result.Failed<DatabaseUrl>) result).trouble().message();
    }

    private static String region(String url, String... variables) {
        return ((AwsIam) Objects.requireNonNull(accepted(url, variables).auth())).region();
    }

    @ParameterizedTest
    @CsvSource({
        "orders.abc123.eu-central-1.rds.amazonaws.com, eu-central-1",
        "orders.cluster-abc123.us-gov-west-1.rds.amazonaws.com, us-gov-west-1",
        "orders.proxy-abc123.ap-southeast-2.rds.amazonaws.com, ap-southeast-2",
        "eu-west-1.abc123.us-east-1.rds.amazonaws.com, us-east-1",
        "orders.abc123.rds.cn-north-1.amazonaws.com.cn, cn-north-1",
    })
    void theNameOfAServerTellsItsRegion(String host, String region) {
        assertThat(region("postgresql://app@" + host + "/orders", "AWS_REGION", "eu-north-1"))
                .isEqualTo(region);
    }

    @Test
    void theRegionThatIsNamedCountsAndAwssOwnVariableComesLast() {
        assertThat(region("postgresql://app@" + SERVER + "/x", DatabaseVariables.AWS_REGION, "us-east-2"))
                .isEqualTo("us-east-2");
        assertThat(region("postgresql://app@db.example/x", "AWS_REGION", "eu-north-1"))
                .isEqualTo("eu-north-1");
        assertThat(refused("postgresql://app@db.example/x")).contains("region", "spec.database.auth.awsIam.region");
    }

    @Test
    void aServerThatCannotBeSignedForHasToBeNamedAsAwsCallsIt() {
        assertThat(refused("postgresql://app@orders_db/x", DatabaseVariables.AWS_REGION, "us-east-2"))
                .contains("orders_db", "spec.database.auth.awsIam.endpoint");
        assertThat(accepted("postgresql://app@orders_db/x", DatabaseVariables.AWS_ENDPOINT, SERVER + ":5432"))
                .isNotNull();
    }

    /** It would be sent to each of them, and is worth something at the one. */
    @Test
    void severalServersGetNoTokenForOneThatIsNamed() {
        assertThat(refused("postgresql://app@one,two/x", DatabaseVariables.AWS_ENDPOINT, SERVER + ":5432"))
                .contains("the URL names several");
    }

    @Test
    void theEndpointIsTheUrlsOwnOrTheOneThatIsNamed() {
        assertThat(accepted("postgresql://app@" + SERVER + ":5433/x").auth())
                .isEqualTo(new AwsIam("eu-central-1", new Host(SERVER, 5433)));
        assertThat(accepted("postgresql://app@localhost:15432/x", DatabaseVariables.AWS_ENDPOINT, SERVER)
                        .auth())
                .isEqualTo(new AwsIam("eu-central-1", new Host(SERVER, 5432)));
        assertThat(refused("postgresql://app@localhost/x", DatabaseVariables.AWS_ENDPOINT, "host:port"))
                .contains("host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://app:secret@%s/x", "postgresql://app@%s/x?passfile=/etc/secret"})
    void aPasswordBesideItIsRefused(String url) {
        assertThat(refused(url.formatted(SERVER)))
                .contains("in its place", "spec.database.auth")
                .doesNotContain("secret@", "/etc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://app@%s/x?sslmode=disable",
                "postgresql://app@%s/x?sslmode=prefer",
                "postgresql+asyncpg://app@%s/x?ssl=allow",
                "jdbc:postgresql://%s/x?user=app&sslmode=PREFER",
            })
    void itIsSentEncryptedOrNotAtAll(String url) {
        assertThat(refused(url.formatted(SERVER))).contains("encrypted", "verify-full");
    }

    @Test
    void encryptionIsDemandedWhereNothingIsSaidOfIt() {
        assertThat(accepted("postgresql://app@" + SERVER + "/x").parameters()).containsEntry("sslmode", "require");
        assertThat(accepted("jdbc:postgresql://" + SERVER + "/x?user=app&ssl=true")
                        .parameters())
                .doesNotContainKey("sslmode");
    }

    @Test
    void severalServersHaveNoOneToken() {
        assertThat(refused("postgresql://app@a." + SERVER + ",b." + SERVER + "/x"))
                .contains("one server", "cluster");
    }

    @Test
    void anUnknownWayIsRefused() {
        assertThat(refused("postgresql://app@" + SERVER + "/x", DatabaseVariables.AUTH, "magic"))
                .contains("\"magic\"", "aws-iam");
    }

    @Test
    void anotherDatabaseOfTheServerHasTheSame() {
        DatabaseUrl url = accepted("postgresql://app@" + SERVER + "/x");

        assertThat(url.in("postgres").auth()).isEqualTo(url.auth());
        assertThat(url.withOptions("-c a.b=c").auth()).isEqualTo(url.auth());
        assertThat(url.as("other", "password").auth()).isNull();
    }
}
