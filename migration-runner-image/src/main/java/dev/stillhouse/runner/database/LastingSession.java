package dev.stillhouse.runner.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes a session last as long as the work for which it waits: the server does not end it for being idle, nor a statement of it for
 * what a role or a database has as its limit, and probes the connection, so that nothing on the way forgets it (a NAT gateway does
 * within minutes). What is to be short sets limits of its own.
 */
public final class LastingSession {
    private static final String SETTINGS = """
            SELECT count(set_config(v.name, v.value, false))
              FROM (VALUES ('lock_timeout', '0'),
                           ('transaction_timeout', '0'),
                           ('idle_session_timeout', '0'),
                           ('idle_in_transaction_session_timeout', '0'),
                           ('tcp_keepalives_idle', '60'),
                           ('tcp_keepalives_interval', '10'),
                           ('tcp_keepalives_count', '6')) AS v (name, value)
              JOIN pg_settings AS s ON s.name = v.name""";

    private LastingSession() {}

    /** Not for a session of a pooler that others share: it would change theirs. */
    public static void keep(Connection connection) throws SQLException {
        try (Statement first = connection.createStatement()) {
            // The limit is for the next one too.
            first.execute("SET statement_timeout = 0");
        }
        Sql.one(connection, SETTINGS, row -> row.getInt(1));
    }
}
