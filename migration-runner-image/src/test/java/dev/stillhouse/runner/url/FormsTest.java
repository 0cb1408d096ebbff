package dev.stillhouse.runner.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a URL for pgjdbc and for SQLAlchemy. */
class FormsTest {

    private static DatabaseUrl parse(String text) {
        return UrlParser.parse(text).fold(url -> url, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    private static Map<String, String> properties(String query) {
        return JdbcForm.of(parse("postgresql://app:x@db/shop?" + query), "stillhouse shop/orders-1")
                .properties();
    }

    @Test
    void namesTheSessionAndKeepsItAlive() {
        JdbcForm form = JdbcForm.of(parse("postgresql://a%40b:s%26t@[::1]:5433/my%20shop"), "stillhouse shop/orders-1");

        assertThat(form.url()).isEqualTo("jdbc:postgresql://[::1]:5433/my%20shop");
        assertThat(form.properties())
                .containsEntry("user", "a@b")
                .containsEntry("password", "s&t")
                .containsEntry("ApplicationName", "stillhouse shop/orders-1")
                .containsEntry("tcpKeepAlive", "true");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sslmode=verify-full                  | sslmode        | verify-full
            sslrootcert=/ca/ca.crt               | sslrootcert    | /ca/ca.crt
            sslrootcert=system                   | sslfactory     | org.postgresql.ssl.DefaultJavaSSLFactory
            ssl=require                          | sslmode        | require
            sslrootcert=system                   | sslmode        | verify-full
            ssl=true                             | sslmode        | require
            sslmode=require&sslrootcert=/no.crt  | sslmode        | require
            target_session_attrs=read-write      | targetServerType | primary
            target_session_attrs=primary         | targetServerType | primary
            channel_binding=require              | channelBinding | require
            gssencmode=disable                   | gssEncMode     | disable
            connect_timeout=3                    | connectTimeout | 3
            options=-c%20search_path%3Dapp       | options        | -c search_path=app
            """)
    void translatesParametersOfLibpq(String query, String name, String value) {
        assertThat(properties(query)).containsEntry(name, value);
    }

    @Test
    void anAuthorityThatIsThereVouches(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("ca.crt"));

        assertThat(properties("sslmode=require&sslrootcert=" + file)).containsEntry("sslmode", "verify-ca");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prepared_statement_cache_size=0",
                "keepalives=1",
                "application_name=x",
                "target_session_attrs=any"
            })
    void leavesOutWhatIsOfTheProjectsDriver(String query) {
        assertThat(properties(query)).isEqualTo(properties(""));
    }

    /** They were pgjdbc's own and nobody else's, and some would change what the runner relies on. */
    @Test
    void ofAJdbcUrlTheRunnerHasWhatIsItsOwn() {
        Map<String, String> properties = JdbcForm.of(
                        parse(
                                "jdbc:postgresql://db/shop?user=app&socketTimeout=7&prepareThreshold=0&stringtype=unspecified"
                                        + "&logServerErrorDetail=true&assumeMinServerVersion=19&currentSchema=a"),
                        "x")
                .properties();

        assertThat(properties)
                .containsEntry("socketTimeout", "7")
                .containsEntry("prepareThreshold", "0")
                .containsEntry("logServerErrorDetail", "false")
                .containsEntry("assumeMinServerVersion", "10")
                .containsEntry("options", "-csearch_path=a")
                .doesNotContainKeys("stringtype", "currentSchema");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            postgres://app:x@db/shop                           | postgresql://app:x@db:5432/shop
            postgresql+asyncpg://app:x@db/shop?ssl=require     | postgresql+asyncpg://app:x@db:5432/shop?ssl=require
            postgresql://app@db:1/shop                         | postgresql://app@db:1/shop
            postgresql://app:s@ct@db/shop                      | postgresql://app:s%40ct@db:5432/shop
            postgresql://app:x@[::1]/shop                      | postgresql://app:x@[::1]:5432/shop
            postgresql://app:x@db/shop?options=-c%20a%3Db      | postgresql://app:x@db:5432/shop?options=-c%20a%3Db
            jdbc:postgresql://db/shop?user=app&password=x      | postgresql://app:x@db:5432/shop
            jdbc:postgresql://db/shop?user=app&ssl=true        | postgresql://app@db:5432/shop?sslmode=verify-full
            jdbc:postgresql://db/shop?user=app&currentSchema=a | postgresql://app@db:5432/shop?options=-csearch_path%3Da
            jdbc:postgresql://db/shop?user=app&ssl             | postgresql://app@db:5432/shop?sslmode=verify-full
            jdbc:postgresql://db/shop?user=app&ssl=            | postgresql://app@db:5432/shop?sslmode=verify-full
            jdbc:postgresql://db/shop?user=app&sslmode=REQUIRE&currentSchema=&sslrootcert= | postgresql://app@db:5432/shop?sslmode=require
            jdbc:postgresql://db/shop?user=app&ssl=false       | postgresql://app@db:5432/shop
            jdbc:postgresql://db/shop?user=app&ssl=true&sslmode=require | postgresql://app@db:5432/shop?sslmode=require
            jdbc:postgresql://db/shop?user=app&ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory | postgresql://app@db:5432/shop?sslmode=require
            jdbc:postgresql://db/shop?user=app&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory | postgresql://app@db:5432/shop?sslrootcert=system&sslmode=verify-full
            jdbc:postgresql://db/shop?user=app&channelBinding=require&gssEncMode=allow | postgresql://app@db:5432/shop?channel_binding=require
            jdbc:postgresql://db/shop?user=app&connectTimeout=3 | postgresql://app@db:5432/shop?connect_timeout=3
            jdbc:postgresql://db/shop?user=app&targetServerType=primary | postgresql://app@db:5432/shop?target_session_attrs=read-write
            jdbc:postgresql://db/shop?user=app&currentSchema=%22my+shop%22,b&options=-cx=y | postgresql://app@db:5432/shop?options=-cx%3Dy%20-csearch_path%3D%22my%5C%20shop%22%2Cb
            jdbc:postgresql://db/shop?user=app&prepareThreshold=0 | postgresql://app@db:5432/shop
            """)
    void givesTheProjectAUrlThatItUnderstands(String text, String expected) {
        assertThat(SqlAlchemyForm.url(parse(text))).isEqualTo(expected);
    }
}
