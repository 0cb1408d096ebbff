package dev.stillhouse.runner.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.url.DatabaseReader;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever's words name a schema, a server puts tables there. */
class SearchPathTest {
    private static final Postgres.Database SERVER = Postgres.create();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            postgresql | options=-csearch_path%3Dapp                                    | app
            postgresql | options=-csearch_path%3D%22my%5C%20shop%22,b                   | "my shop",b
            jdbc       | currentSchema=app                                              | app
            jdbc       | currentSchema=app,%20public                                    | app, public
            jdbc       | currentSchema=%22my+shop%22,%22gr%C3%BCn%25%22,%22it's%5C%22   | "my shop","grün%","it's\\"
            jdbc       | options=-c%20search_path%3Db&currentSchema=a                   | a
            """)
    void isWhatTheUrlSays(String form, String query, String path) throws SQLException {
        String plain = SERVER.url() + "?";
        String jdbc =
                SERVER.jdbcUrl() + "?user=postgres&password=" + read(plain).password() + "&";

        assertThat(asked((form.equals("jdbc") ? jdbc : plain) + query)).isEqualTo(path);
    }

    private static String asked(String url) throws SQLException {
        Connection connected = new Connector(read(url), "test").connect().fold(it -> it, trouble -> {
            throw new AssertionError(trouble.message());
        });
        try (Connection connection = connected;
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW search_path")) {
            row.next();
            return row.getString(1);
        }
    }

    private static DatabaseUrl read(String url) {
        return DatabaseReader.read(url, Map.of()).fold(it -> it, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }
}
