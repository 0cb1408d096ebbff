package dev.stillhouse.runner.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Job's container has in its environment, and the database that is meant. */
class DatabaseReaderTest {
    private static final Map<String, String> PARTS = Map.of(
            DatabaseVariables.HOST, "orders-rw",
            DatabaseVariables.NAME, "orders",
            DatabaseVariables.USER, "app");

    private static Map<String, String> with(Map<String, String> some, String... more) {
        Map<String, String> all = new HashMap<>(some);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private static DatabaseUrl read(Map<String, String> variables) {
        return DatabaseReader.read(variables).fold(url -> url, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    private static String trouble(Map<String, String> variables) {
        return DatabaseReader.read(variables)
                .fold(
                        url -> {
                            throw new AssertionError(url.toString());
                        },
                        Trouble::message);
    }

    private static DatabaseUrl part(String variable, String value) {
        return read(with(PARTS, variable, value));
    }

    @Test
    void partsAreEnoughWithoutPortAndPassword() {
        assertThat(SqlAlchemyForm.url(read(PARTS))).isEqualTo("postgresql://app@orders-rw:5432/orders");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            orders-rw         |      | postgresql://app@orders-rw:5432/orders
            orders-rw         | 5433 | postgresql://app@orders-rw:5433/orders
            orders-rw:5434    |      | postgresql://app@orders-rw:5434/orders
            fd00::1           | 5433 | postgresql://app@[fd00::1]:5433/orders
            fd00::1           |      | postgresql://app@[fd00::1]:5432/orders
            a,b               | 5433 | postgresql://app@/orders?host=a:5433&host=b:5433
            """)
    void hostsAndPortsAreAsLibpqHasThem(String host, String port, String url) {
        Map<String, String> variables = with(PARTS, DatabaseVariables.HOST, host);
        if (port != null) {
            variables.put(DatabaseVariables.PORT, port);
        }
        assertThat(SqlAlchemyForm.url(read(variables))).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            secret           | secret
            p@ss:w/o?r#d     | p%40ss%3Aw%2Fo%3Fr%23d
            50%25 & more+    | 50%2525%20%26%20more%2B
            it's "quoted"\\  | it%27s%20%22quoted%22%5C
            grün€            | gr%C3%BCn%E2%82%AC
            [x]{y}$(z)       | %5Bx%5D%7By%7D%24%28z%29
            """)
    void aPasswordIsTakenAsItIsAndEncodedOnce(String password, String encoded) {
        DatabaseUrl url = part(DatabaseVariables.PASSWORD, password);

        assertThat(url.password()).isEqualTo(password);
        assertThat(SqlAlchemyForm.url(url)).isEqualTo("postgresql://app:" + encoded + "@orders-rw:5432/orders");
        assertThat(UrlParser.parse(SqlAlchemyForm.url(url)).fold(DatabaseUrl::password, Trouble::message))
                .isEqualTo(password);
        assertThat(JdbcForm.of(url, "x").properties()).containsEntry("password", password);
        assertThat(LibpqForm.of(url, "x").environment()).containsEntry("PGPASSWORD", password);
        assertThat(url.secrets()).contains(password, encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my shop", "a/b?c", "50%", "host=evil", "ünï", "x'y\"z", "a&sslmode=disable"})
    void anOddNameOfADatabaseStaysWhatItIs(String name) {
        DatabaseUrl url = part(DatabaseVariables.NAME, name);

        assertThat(url.database()).isEqualTo(name);
        assertThat(UrlParser.parse(SqlAlchemyForm.url(url)).fold(DatabaseUrl::database, Trouble::message))
                .isEqualTo(name);
        assertThat(LibpqForm.of(url, "x").environment()).containsEntry("PGDATABASE", name);
    }

    @Test
    void theLineBreakAtASecretsEndIsNotMeant() {
        DatabaseUrl url = read(with(
                PARTS,
                DatabaseVariables.HOST,
                "orders-rw\n",
                DatabaseVariables.USER,
                " app\r\n",
                DatabaseVariables.PASSWORD,
                " secret \n"));

        assertThat(url.hosts().getFirst().name()).isEqualTo("orders-rw");
        assertThat(url.user()).isEqualTo("app");
        assertThat(url.password()).isEqualTo(" secret ");
    }

    @Test
    void emptyPartsAreNamed() {
        assertThat(trouble(with(PARTS, DatabaseVariables.HOST, " ")))
                .contains("host", "spec.database.host", "hostFrom");
        assertThat(trouble(with(PARTS, DatabaseVariables.NAME, ""))).contains("spec.database.name");
        assertThat(trouble(with(PARTS, DatabaseVariables.USER, ""))).contains("spec.database.user");
    }

    @ParameterizedTest
    @CsvSource({"/var/run/postgresql, 5432", "db, fivethousand", "db, 70000", "a@b, 5432"})
    void aPlaceThatCannotBeReachedIsRefused(String host, String port) {
        assertThat(trouble(with(PARTS, DatabaseVariables.HOST, host, DatabaseVariables.PORT, port)))
                .contains("spec.database.host", "port")
                .doesNotContain("percent-encode");
    }

    @Test
    void aUrlIsReadWhereThereAreNoParts() {
        assertThat(read(Map.of(DatabaseVariables.URL, "postgresql+asyncpg://app:x@db/shop"))
                        .driver())
                .isEqualTo("asyncpg");
        assertThat(DatabaseReader.read(Map.of())).isInstanceOf(Result.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://app@db/shop?sslmode=disable&options=-cx",
                "postgresql+asyncpg://app@db/shop?ssl=require&options=-cx",
                "postgresql://app@db/shop?sslmode=verify-ca&sslrootcert=system&sslcert=/a&sslkey=/b&options=-cx",
                "jdbc:postgresql://db/shop?user=app&ssl=true&sslfactory=a.B&options=-cx"
            })
    void whatTheManifestSaysOfTlsReplacesWhatTheUrlSays(String url) {
        DatabaseUrl read = read(Map.of(
                DatabaseVariables.URL, url,
                DatabaseVariables.TLS_MODE, "verify-full",
                DatabaseVariables.TLS_CA, "/ca.crt",
                DatabaseVariables.TLS_CERTIFICATE, "/tls.crt",
                DatabaseVariables.TLS_KEY, "/tls.key"));

        Map<String, String> expected = Map.of(
                "sslmode", "verify-full",
                "sslrootcert", "/ca.crt",
                "sslcert", "/tls.crt",
                "sslkey", "/tls.key",
                "options", "-cx");
        assertThat(SqlAlchemyForm.parameters(read)).isEqualTo(expected);
        assertThat(LibpqForm.of(read, "x").settings())
                .containsAllEntriesOf(expected)
                .doesNotContainKey("ssl");
        assertThat(JdbcForm.of(read, "x").properties())
                .containsAllEntriesOf(expected)
                .doesNotContainKeys("ssl", "sslfactory");
        assertThat(SqlAlchemyForm.url(read))
                .contains("sslmode=verify-full", "sslrootcert=%2Fca.crt", "sslcert=%2Ftls.crt", "sslkey=%2Ftls.key");
    }

    @Test
    void aModeAloneTakesTheFilesOfTheUrlAway() {
        DatabaseUrl read = read(Map.of(
                DatabaseVariables.URL, "postgresql://app@db/shop?sslmode=verify-full&sslrootcert=/ca.crt",
                DatabaseVariables.TLS_MODE, "require"));

        assertThat(read.parameters()).isEqualTo(Map.of("sslmode", "require"));
    }

    @Test
    void halfOfWhatIsNeededIsRefused() {
        assertThat(trouble(with(PARTS, DatabaseVariables.TLS_MODE, "verify-full")))
                .contains("spec.database.tls.ca");
        assertThat(trouble(with(
                        PARTS, DatabaseVariables.TLS_MODE, "require", DatabaseVariables.TLS_CERTIFICATE, "/tls.crt")))
                .contains("private key", "spec.database.tls.clientCertificate");
    }

    /** What is said of TLS comes to the text that somebody wrote; its letters stay. */
    @Test
    void whatWasWrittenStaysAsItWas() {
        String written = "postgresql://app:Tr!ck+y$pass=1@db/shop?application_name=a";

        DatabaseUrl plain = read(Map.of(DatabaseVariables.URL, written));
        DatabaseUrl protectedByTls =
                read(Map.of(DatabaseVariables.URL, written, DatabaseVariables.TLS_MODE, "require"));

        assertThat(plain.written()).isEqualTo(written);
        assertThat(protectedByTls.written()).isEqualTo(written + "&sslmode=require");
        assertThat(plain.in("other").written()).isNull();
        assertThat(read(PARTS).written()).isNull();
    }
}
