package dev.stillhouse.runner.copies;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.decide.SqlStates;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.GuestRestore;
import dev.stillhouse.runner.postgres.Origin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Creates the extensions of a database in an empty one, to know whether that can be done there. No catalog tells: hosted servers let
 * roles of theirs create what PostgreSQL leaves to superusers.
 */
final class ExtensionTrial {
    private static final int PATIENCE_MILLIS = 600_000;

    private ExtensionTrial() {}

    static Result<Origin> run(CopyDatabase database, CopyHost.OnServer host, Origin origin, String application) {
        TreeSet<String> names = new TreeSet<>(origin.extensions().keySet());
        names.removeAll(GuestRestore.leftOutExtensions());
        // Without extensions too: that the user gets in at all is not known otherwise before the dump.
        return new Connector(database.url(), application)
                .with(
                        connection -> {
                            List<String> refused = refused(connection, host, names);
                            return refused.isEmpty() ? Result.ok(origin) : Result.failed(trouble(refused, host));
                        },
                        e -> new Trouble(
                                SqlStates.passes(e.getSQLState())
                                        ? Reason.ConnectionFailed
                                        : Reason.BackupNotVerifiable,
                                "It cannot be tried whether the copy can have the extensions of the database: "
                                        + SqlWords.of(e) + "."));
    }

    private static List<String> refused(Connection connection, CopyHost.OnServer host, Iterable<String> names)
            throws SQLException {
        connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
        List<String> refused = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 0");
            // The user's own may name schemas that are not in an empty database.
            statement.execute("SET search_path = public");
            if (host.role() != null) {
                statement.execute("SET ROLE " + Sql.quote(host.role()));
            }
            for (String name : names) {
                try {
                    statement.execute("CREATE EXTENSION IF NOT EXISTS " + Sql.quote(name) + " CASCADE");
                } catch (SQLException e) {
                    if (connection.isClosed() || SqlStates.passes(e.getSQLState())) {
                        throw e;
                    }
                    refused.add(name + " (" + SqlWords.of(e) + ")");
                }
            }
        }
        return refused;
    }

    private static Trouble trouble(List<String> refused, CopyHost.OnServer host) {
        return new Trouble(
                Reason.BackupNotVerifiable,
                "The database has " + (refused.size() == 1 ? "an extension" : "extensions") + " that "
                        + Sql.quote(host.role() == null ? host.url().user() : host.role())
                        + " cannot create in a new database of the server "
                        + host.url().place()
                        + ", where the copy is to be made that a backup is verified with: "
                        + String.join("; ", refused)
                        + ". Have the copy made on a server, or by a user, that can create "
                        + (refused.size() == 1 ? "it" : "them")
                        + " (spec.copies), or set spec.backup.verify: Digest, which does not show that the backup can be"
                        + " restored.");
    }
}
