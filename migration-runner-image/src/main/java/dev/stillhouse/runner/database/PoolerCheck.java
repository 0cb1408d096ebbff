package dev.stillhouse.runner.database;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Finds out whether a pooler shares backends between transactions, where a session's lock holds nothing. It has to be
 * known before the lock is asked for, as the lock would stay behind on a backend that others use.
 *
 * <p>A pooler gives out process ids of its own at connect. Only then, and without a further connection otherwise, is it
 * tried: with transaction pooling, two connections get the same backend, or one connection two.
 */
final class PoolerCheck {
    private PoolerCheck() {}

    static Optional<Trouble> refuse(Connection connection, Connector connector) {
        try {
            if (Sql.isDirect(connection) || !shares(connection, connector)) {
                return Optional.empty();
            }
            return Optional.of(new Trouble(
                    Reason.ConnectionFailed,
                    "The URL in the Secret leads to a connection pooler (such as PgBouncer) in transaction or statement"
                            + " mode. Migrations need a session of their own: let the URL name the PostgreSQL server"
                            + " itself, or a pool in session mode."));
        } catch (SQLException e) {
            return Optional.of(new Trouble(
                    Reason.ConnectionFailed, "The connection broke right after it was made: " + e.getMessage()));
        }
    }

    private static boolean shares(Connection connection, Connector connector) throws SQLException {
        int first = Sql.backendPid(connection);
        if (!(connector.connect() instanceof Result.Ok<Connection>(Connection second))) {
            return false;
        }
        try (second) {
            int other = Sql.backendPid(second);
            return other == first || Sql.backendPid(connection) != first;
        }
    }
}
