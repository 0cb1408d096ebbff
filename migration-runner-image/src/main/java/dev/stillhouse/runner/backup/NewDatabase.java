package dev.stillhouse.runner.backup;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.backup.contents.Origin;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A database of a private server, made ready for a restore: what a dump takes for granted is created there. Roles can be
 * all that they have to be as nobody can log in with them. A collation of the operating system's that it does not have is
 * created with the order of bytes: names are needed for the restore, and orders are not compared.
 */
final class NewDatabase {
    private static final String NAME = "restored";

    private NewDatabase() {}

    /** @param server URL of a database of the server by its name */
    static Result<DatabaseUrl> create(Function<String, DatabaseUrl> server, Origin origin, String applicationName) {
        DatabaseUrl restored = server.apply(NAME);
        return with(server.apply("postgres"), applicationName, connection -> {
                    Result<Connection> extensions = extensions(connection, origin);
                    if (extensions instanceof Result.Ok<Connection>) {
                        roles(connection, origin.roles());
                        database(connection, origin);
                    }
                    return extensions;
                })
                .then(ok -> with(restored, applicationName, connection -> {
                    collations(connection, origin.collations());
                    if (!origin.hasPublic()) {
                        execute(connection, "DROP SCHEMA public");
                    }
                    return Result.ok(connection);
                }))
                .then(ok -> Result.ok(restored));
    }

    /** Whether the server has the extensions that it needs. */
    static Result<Origin> possible(Function<String, DatabaseUrl> server, Origin origin, String applicationName) {
        return with(server.apply("postgres"), applicationName, connection -> extensions(connection, origin))
                .then(ok -> Result.ok(origin));
    }

    private static Result<Connection> extensions(Connection connection, Origin origin) throws SQLException {
        List<String> available =
                Sql.list(connection, "SELECT name FROM pg_available_extensions", row -> row.getString(1));
        TreeSet<String> missing = new TreeSet<>(origin.extensions().keySet());
        available.forEach(missing::remove);
        return missing.isEmpty()
                ? Result.ok(connection)
                : Result.failed(
                        Reason.BackupNotVerifiable,
                        "The database has " + (missing.size() == 1 ? "the extension " : "the extensions ")
                                + String.join(", ", missing)
                                + ", which the runner's own PostgreSQL has not, so that the backup cannot be restored"
                                + " there. Use a runner image that has it, or set spec.backup.verify: Digest, which"
                                + " does not show that the backup can be restored.");
    }

    private static void roles(Connection connection, List<String> roles) throws SQLException {
        List<String> there = Sql.list(connection, "SELECT rolname FROM pg_roles", row -> row.getString(1));
        for (String role : roles) {
            if (!there.contains(role)) {
                execute(connection, "CREATE ROLE " + Sql.quote(role) + " SUPERUSER NOLOGIN");
            }
        }
    }

    /** With the same locale, or the nearest that knows the letters: a check or an index may ask for lower case. */
    private static void database(Connection connection, Origin origin) throws SQLException {
        String create = "CREATE DATABASE " + NAME + " TEMPLATE template0 ENCODING " + literal(origin.encoding());
        List<String> ways = List.of(
                create + " LC_COLLATE " + literal(origin.collate()) + " LC_CTYPE " + literal(origin.ctype()),
                create + " LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'",
                create + " LC_COLLATE 'C' LC_CTYPE 'C'");
        for (String way : ways.subList(0, ways.size() - 1)) {
            try {
                execute(connection, way);
                return;
            } catch (SQLException e) {
                // wrong_object_type or invalid_parameter_value: this machine has no such locale
                if (!"42809".equals(e.getSQLState()) && !"22023".equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
        execute(connection, ways.getLast());
    }

    private static void collations(Connection connection, List<String> collations) throws SQLException {
        for (String collation : collations) {
            List<String> there = Sql.list(
                    connection,
                    "SELECT collname FROM pg_collation WHERE collnamespace = 'pg_catalog'::regnamespace"
                            + " AND collencoding IN (-1, (SELECT encoding FROM pg_database"
                            + " WHERE datname = current_database())) AND collname = ?",
                    row -> row.getString(1),
                    collation);
            if (there.isEmpty()) {
                execute(connection, "CREATE COLLATION pg_catalog." + Sql.quote(collation) + " (LOCALE = 'C')");
            }
        }
    }

    private interface Work {
        Result<Connection> on(Connection connection) throws SQLException;
    }

    private static Result<Connection> with(DatabaseUrl url, String applicationName, Work work) {
        return new Connector(url, applicationName).connect().then(connection -> {
            try (connection) {
                return work.on(connection);
            } catch (SQLException e) {
                return Result.failed(
                        Reason.BackupNotVerifiable,
                        "The runner's own PostgreSQL cannot be made ready for the backup: " + e.getMessage() + ".");
            }
        });
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
