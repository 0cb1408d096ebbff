package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.QuotedText;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user's sessions in a database begin with: no dump has it, and where an unqualified name leads is decided by it.
 *
 * @param searchPath without {@code "$user"}, which would be somebody else in the copy
 * @param others what is set for the user or the database
 */
record SessionSettings(String searchPath, List<Setting> others) {
    private static final String SEARCH_PATH =
            "SELECT replace(current_setting('search_path'), '\"$user\"', quote_ident(current_user))";
    private static final String OTHERS = """
            SELECT name, reset_val FROM pg_catalog.pg_settings
            WHERE source IN ('database', 'user', 'database user') AND vartype <> 'string' AND name <> 'search_path'
            UNION ALL
            SELECT name, reset_val FROM pg_catalog.pg_settings
            WHERE source IN ('database', 'user', 'database user')
                AND name IN ('TimeZone', 'DateStyle', 'default_text_search_config', 'default_table_access_method')
            """;

    SessionSettings {
        others = List.copyOf(others);
    }

    record Setting(String name, String value) {}

    static Result<SessionSettings> read(DatabaseUrl url, @Nullable String role, String applicationName) {
        return new Connector(url, applicationName)
                .with(
                        connection -> {
                            if (role != null) {
                                Sql.update(connection, "SET ROLE " + Sql.quote(role));
                            }
                            return Result.ok(new SessionSettings(
                                    Sql.one(connection, SEARCH_PATH, row -> row.getString(1)),
                                    Sql.list(
                                            connection,
                                            OTHERS,
                                            row -> new Setting(row.getString(1), row.getString(2)))));
                        },
                        e -> new Trouble(
                                Reason.ConnectionFailed,
                                "What a session of the database begins with cannot be read: " + SqlWords.of(e) + "."));
    }

    /** Has the sessions of a database begin with it; what its owner may not set there is left as it is. */
    void giveTo(Connection connection, String database) throws SQLException {
        List<String> settings = new ArrayList<>();
        settings.add("search_path = " + (searchPath.isEmpty() ? "''" : searchPath));
        others.forEach(other -> settings.add(Sql.quote(other.name()) + " = " + QuotedText.quote(other.value())));
        for (String setting : settings) {
            try {
                Sql.update(connection, "ALTER DATABASE " + Sql.quote(database) + " SET " + setting);
            } catch (SQLException e) {
                if (connection.isClosed()) {
                    throw e;
                }
            }
        }
    }
}
