package dev.stillhouse.runner.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseUrl.Host;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs as people write them. */
class UrlParserTest {

    private static DatabaseUrl parse(String text) {
        return UrlParser.parse(text).fold(url -> url, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    private static Trouble refused(String text) {
        return UrlParser.parse(text)
                .fold(
                        url -> {
                            throw new AssertionError("understood as " + url);
                        },
                        trouble -> trouble);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            postgresql://app:secret@db:5433/shop               | -        | db:5433      | app | secret  | shop
            postgres://app:secret@db/shop                      | -        | db:5432      | app | secret  | shop
            postgresql+asyncpg://app:secret@db/shop            | asyncpg  | db:5432      | app | secret  | shop
            POSTGRESQL+psycopg2://app:secret@db/shop           | psycopg2 | db:5432      | app | secret  | shop
            jdbc:postgresql://db:6432/shop?user=app&password=s%26t | -    | db:6432      | app | s&t     | shop
            jdbc:postgresql://app:secret@db/shop               | -        | db:5432      | app | secret  | shop
            postgresql://app@db/shop                           | -        | db:5432      | app | -       | shop
            postgresql://app:secret@db                         | -        | db:5432      | app | secret  | app
            postgresql://app:secret@db/                        | -        | db:5432      | app | secret  | app
            postgresql://app:secret@[fd00::1]:5433/shop        | -        | [fd00::1]:5433 | app | secret | shop
            postgresql://app:secret@[::1]/shop                 | -        | [::1]:5432   | app | secret  | shop
            postgresql://app:s%40c%2Fr%3At@db/shop             | -        | db:5432      | app | s@c/r:t | shop
            postgresql://app:s@cret@db/shop                    | -        | db:5432      | app | s@cret  | shop
            postgresql://app:s/cr/et@db/shop                   | -        | db:5432      | app | s/cr/et | shop
            postgresql://app:50%off@db/shop                    | -        | db:5432      | app | 50%off  | shop
            postgresql://a%C3%BC:p%F0%9F%98%80@db/s%20p        | -        | db:5432      | aü  | p😀     | s p
            postgresql://app:a+b@db/shop                       | -        | db:5432      | app | a+b     | shop
            postgresql://app:x@/shop?host=db&port=5433         | -        | db:5433      | app | x       | shop
            postgresql://h1/shop?user=app&password=x           | -        | h1:5432      | app | x       | shop
            postgresql+asyncpg://app:x@db?database=shop        | asyncpg  | db:5432      | app | x       | shop
            postgresql://app:x@db/shop?user=app&dbname=shop&password= | - | db:5432      | app | x       | shop
            jdbc:postgresql://db/my+shop?user=a+b              | -        | db:5432      | a b | -       | my shop
            postgresql://a+b@db/my+shop                        | -        | db:5432      | a+b | -       | my+shop
            '  postgresql://app:x@db/shop  '                   | -        | db:5432      | app | x       | shop
            """)
    void understands(String text, String driver, String host, String user, String password, String database) {
        DatabaseUrl url = parse(text);

        assertThat(url.driver()).isEqualTo(driver);
        assertThat(url.hosts()).extracting(Host::authority).containsExactly(host);
        assertThat(url.user()).isEqualTo(user);
        assertThat(url.password()).isEqualTo(password);
        assertThat(url.database()).isEqualTo(database);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://app:x@h1:1,h2:2/shop",
                "jdbc:postgresql://h1:1,h2:2/shop?user=app&password=x",
                "postgresql+psycopg://app:x@/shop?host=h1:1&host=h2:2",
                "postgresql://app:x@/shop?host=h1,h2&port=1,2"
            })
    void understandsSeveralHosts(String text) {
        DatabaseUrl url = parse(text);

        assertThat(url.hosts()).containsExactly(new Host("h1", 1), new Host("h2", 2));
        assertThat(SqlAlchemyForm.url(url)).endsWith("://app:x@/shop?host=h1:1&host=h2:2");
        JdbcForm jdbc = JdbcForm.of(url, "x");
        assertThat(jdbc.url()).isEqualTo("jdbc:postgresql://h1:1,h2:2/shop");
        assertThat(jdbc.properties()).containsEntry("targetServerType", "primary");
    }

    @Test
    void keepsParametersInTheirOrder() {
        assertThat(parse("postgresql+psycopg2://app:x@db/shop?sslmode=require&options=-c%20search_path%3Da&x=y+z")
                        .parameters())
                .containsExactly(
                        Map.entry("sslmode", "require"),
                        Map.entry("options", "-c search_path=a"),
                        Map.entry("x", "y z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                          | is empty
            mysql://app:hush99@db/shop                  | does not begin with postgresql://
            app:hush99@db:5432/shop                     | does not begin with postgresql://
            postgresql:app:hush99@db/shop               | has no //
            jdbc:postgresql:shop                        | names no host
            postgresql://db:5432/shop                   | names no user
            postgresql://app:hush99@/shop               | names no host
            postgresql://app:hush99@db:99999/shop       | has a port that is not a number
            postgresql://app:hush99@db:54x/shop         | has a port that is not a number
            postgresql://app:hush99@[::1/shop           | has a [ that is not closed
            postgresql://app:hush99@/shop?host=/var/run | names a Unix socket
            postgresql://app:hus?h99@db/shop            | has an @ and a slash after its question mark
            postgresql://app:hus@/h99@db/shop           | has an @ after the slash
            postgresql://app:hus@x?h99=1@db/shop        | has an @ and a slash after its question mark
            postgresql://app:x@db/shop?options=-c+a=b   | uses a + after its question mark
            postgresql://app:x@db/shop?sslmode          | lacks the = and a value after the parameter sslmode
            postgresql://app:x@db/shop?sslmode=require&sslmode=disable | says twice, and differently, what the parameter sslmode
            postgresql://app:x@db/shop?host=other       | says where the server is before
            postgresql://app:x@db/shop?port=5433        | says where the server is before
            postgresql://app:x@db/shop?user=other       | says two different things
            postgresql://app:x@db/shop?password=hush99  | says two different things
            postgresql://app:x@db/shop?dbname=other     | says two different things
            postgresql+asyncpg://app:x@db/shop?database=other | says two different things
            """)
    void saysWhatIsWrong(String text, String what) {
        Trouble trouble = refused(text);

        assertThat(trouble.reason()).isEqualTo(Reason.InvalidUrl);
        assertThat(trouble.message()).contains(what).doesNotContain("hush99").doesNotContain("h99");
    }

    @Test
    void neverShowsThePassword() {
        DatabaseUrl url = parse("postgresql://app:hush99@db/shop");

        assertThat(url.toString() + JdbcForm.of(url, "x") + url.place()).doesNotContain("hush99");
        assertThat(UrlParser.parse("postgresql://app:hush99@db/shop")).isInstanceOf(Result.Ok.class);
        assertThat(url.toString()).doesNotContain("app");
    }
}
