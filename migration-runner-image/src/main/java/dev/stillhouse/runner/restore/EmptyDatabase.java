package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A new database has a schema public, which a dump takes for granted only if there was one. */
final class EmptyDatabase {
    private EmptyDatabase() {}

    static Result<DatabaseUrl> prepare(DatabaseUrl url, String applicationName, Origin origin) {
        if (origin.hasPublic()) {
            return Result.ok(url);
        }
        return new Connector(url, applicationName).connect().then(connection -> {
            try (Connection session = connection;
                    Statement statement = session.createStatement()) {
                statement.execute("DROP SCHEMA public");
                return Result.ok(url);
            } catch (SQLException e) {
                return Result.failed(
                        Reason.RestoreFailed,
                        "The backup has no schema public, and the one of the new database cannot be dropped: "
                                + SqlWords.of(e) + ".");
            }
        });
    }
}
