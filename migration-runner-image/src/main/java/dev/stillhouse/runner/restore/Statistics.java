package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/** A dump has no statistics, and without them the planner of a database that has just come back plans badly. */
final class Statistics {
    private Statistics() {}

    /** Without them the database is no less restored: what fails is told, and that is all. */
    static void gather(DatabaseUrl url, String applicationName, Consumer<String> messages, Cancellation cancellation) {
        if (cancellation.requested()) {
            return;
        }
        messages.accept("Gathering statistics for the planner (ANALYZE).");
        if (!(new Connector(url, applicationName).connect() instanceof Result.Ok<Connection>(Connection connection))) {
            return;
        }
        try (connection;
                Statement statement = connection.createStatement();
                Cancellation.Handle handle = cancellation.ending(() -> Sql.cancel(connection))) {
            connection.setNetworkTimeout(Runnable::run, 0);
            statement.execute("SET statement_timeout = 0");
            if (!cancellation.requested()) {
                statement.execute("ANALYZE");
            }
        } catch (SQLException e) {
            messages.accept("Statistics could not be gathered: " + SqlWords.of(e) + ". Autovacuum will do it.");
        }
    }
}
