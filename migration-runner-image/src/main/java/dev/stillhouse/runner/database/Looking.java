package dev.stillhouse.runner.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks at the database in transactions that change nothing, and that are rolled back. */
public final class Looking {

    /** What is asked within the transaction. */
    public interface Look<T> {
        T look(Connection connection) throws SQLException;
    }

    /**
     * Row security is not to hide rows: who asks whether a table is empty gets an error instead. A lock is waited for less long
     * than a statement may take.
     */
    private static final String SETTINGS = """
            SELECT set_config('transaction_read_only', 'on', true), set_config('row_security', 'off', true),
                   set_config('statement_timeout', ?::text, true), set_config('lock_timeout', ?::text, true),
                   set_config('role', coalesce(?::text, current_setting('role')), true)
            """;

    private final Connection connection;
    private final @Nullable String role;
    private final Duration atMost;

    Looking(Connection connection, @Nullable String role, Duration atMost) {
        this.connection = connection;
        this.role = role;
        this.atMost = atMost;
    }

    /** @throws SQLException also if a statement took too long */
    public <T> T at(Look<T> look) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Sql.one(
                    connection,
                    SETTINGS,
                    row -> row.getString(1),
                    String.valueOf(atMost.toMillis()),
                    String.valueOf(atMost.toMillis() / 4),
                    role);
            return look.look(connection);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
