package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.QuotedText;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A database of a private server, made ready for a restore: what a dump takes for granted is created there.
 *
 * <p>None of the dump's roles is a superuser, nor is who restores most of it: code of theirs runs on the way. They may do
 * more than they did where they come from, short of reaching the machine: read everything, see hidden rows, create in every
 * schema. So nothing fails for a right that a superuser among them had, or that is granted later in the dump.
 *
 * @param asRestorer the database as a member of all the dump's roles
 * @param asSuperuser the database as somebody whose name nothing in the dump has
 * @param missingLocales those that the server has not, although the dump's has
 */
public record PreparedDatabase(DatabaseUrl asRestorer, DatabaseUrl asSuperuser, List<String> missingLocales) {
    private static final String NAME = "restored";

    /** As some are not there in every version. */
    private static final List<String> RIGHTS_OF_ALL = List.of("pg_read_all_data", "pg_monitor");

    private static final List<String> RIGHTS_OF_RESTORER =
            List.of("pg_read_all_data", "pg_write_all_data", "pg_monitor");

    /** Functions may set them, and only who may set them himself may create such a function. Since PostgreSQL 15. */
    private static final List<String> SETTINGS_OF_FUNCTIONS = List.of(
            "session_replication_role",
            "log_statement",
            "log_duration",
            "log_min_duration_statement",
            "log_min_messages",
            "log_min_error_statement",
            "lc_messages",
            "track_activities",
            "track_counts",
            "track_functions",
            "temp_file_limit",
            "deadlock_timeout");

    private static final int PARAMETER_PRIVILEGES_SINCE = 15;
    private static final int PUBLIC_OF_OWNER_SINCE = 15;
    private static final SecureRandom RANDOM = new SecureRandom();

    public PreparedDatabase {
        missingLocales = List.copyOf(missingLocales);
    }

    /**
     * Makes it. The server's own superuser gets another name, as the dump may have a role of that one.
     *
     * @param server URL of a database of the server by its name, as its superuser
     */
    public static Result<PreparedDatabase> create(
            Function<String, DatabaseUrl> server, Origin origin, CopyPurpose purpose) {
        String mark = random(6);
        DatabaseUrl superuser = server.apply("postgres").as("stillhouse_superuser_" + mark, random(16));
        List<String> missing = new ArrayList<>();
        DatabaseUrl restorer = superuser.as("stillhouse_restorer_" + mark, random(16));
        return with(server.apply("postgres"), purpose, connection -> {
                    Result<Connection> extensions = extensions(connection, origin, purpose);
                    if (extensions instanceof Result.Ok<Connection>) {
                        login(connection, superuser, "SUPERUSER");
                        login(connection, restorer, "NOSUPERUSER BYPASSRLS");
                    }
                    return extensions;
                })
                .then(ok -> with(superuser, purpose, connection -> {
                    execute(
                            connection,
                            "ALTER ROLE " + Sql.quote(PrivateServer.USER) + " RENAME TO "
                                    + Sql.quote("stillhouse_bootstrap_" + mark));
                    rights(connection, restorer.user(), RIGHTS_OF_RESTORER);
                    settings(connection, restorer.user());
                    roles(connection, origin.roles(), restorer.user());
                    missing.addAll(new CopyLocale(connection, origin).create(NAME, restorer.user()));
                    return Result.ok(connection);
                }))
                .then(ok -> with(superuser.in(NAME), purpose, connection -> {
                    new CopyLocale(connection, origin).collations();
                    schemas(connection, origin, restorer.user());
                    return Result.ok(connection);
                }))
                .then(ok -> Result.ok(new PreparedDatabase(restorer.in(NAME), superuser.in(NAME), missing)));
    }

    /** Whether the server has the extensions that it needs, and can read the amounts. */
    public static Result<Origin> possible(Function<String, DatabaseUrl> server, Origin origin, CopyPurpose purpose) {
        return with(server.apply("postgres"), purpose, connection -> {
                    Optional<Trouble> amounts = new CopyLocale(connection, origin).unreadableAmounts();
                    return amounts.isPresent() ? Result.failed(amounts.get()) : extensions(connection, origin, purpose);
                })
                .then(ok -> Result.ok(origin));
    }

    private static Result<Connection> extensions(Connection connection, Origin origin, CopyPurpose purpose)
            throws SQLException {
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
                                + ", which the runner's own PostgreSQL has not, so that " + purpose.what()
                                + " cannot be restored"
                                + " there. To go on, " + purpose.elsewhere() + "use a runner image that has it, or "
                                + purpose.otherwise() + ".");
    }

    private static void login(Connection connection, DatabaseUrl as, String attributes) throws SQLException {
        execute(
                connection,
                "CREATE ROLE " + Sql.quote(as.user()) + " LOGIN " + attributes + " PASSWORD "
                        + QuotedText.quote(Objects.requireNonNull(as.password())));
    }

    private static void roles(Connection connection, List<String> roles, String restorer) throws SQLException {
        for (String role : roles) {
            execute(connection, "CREATE ROLE " + Sql.quote(role) + " NOLOGIN BYPASSRLS");
            rights(connection, role, RIGHTS_OF_ALL);
            execute(connection, "GRANT " + Sql.quote(role) + " TO " + Sql.quote(restorer));
        }
    }

    private static void rights(Connection connection, String role, List<String> rights) throws SQLException {
        List<String> there = Sql.list(connection, "SELECT rolname FROM pg_roles", row -> row.getString(1));
        for (String right : rights) {
            if (there.contains(right)) {
                execute(connection, "GRANT " + Sql.quote(right) + " TO " + Sql.quote(role));
            }
        }
    }

    private static void settings(Connection connection, String restorer) throws SQLException {
        if (major(connection) >= PARAMETER_PRIVILEGES_SINCE) {
            execute(
                    connection,
                    "GRANT SET ON PARAMETER " + String.join(", ", SETTINGS_OF_FUNCTIONS) + " TO "
                            + Sql.quote(restorer));
        }
    }

    private static int major(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion();
    }

    /** A new owner has to have the right to create in the schema; grants come last. */
    private static void schemas(Connection connection, Origin origin, String restorer) throws SQLException {
        if (origin.hasPublic()) {
            // Before 15 it does not belong to the owner of the database.
            if (major(connection) < PUBLIC_OF_OWNER_SINCE) {
                execute(connection, "ALTER SCHEMA public OWNER TO " + Sql.quote(restorer));
            }
            execute(connection, "GRANT ALL ON SCHEMA public TO PUBLIC");
        } else {
            execute(connection, "DROP SCHEMA public");
        }
        execute(
                connection,
                "ALTER DEFAULT PRIVILEGES FOR ROLE " + Sql.quote(restorer) + " GRANT ALL ON SCHEMAS TO PUBLIC");
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static Result<Connection> with(DatabaseUrl url, CopyPurpose purpose, Connector.Work<Connection> work) {
        return new Connector(url, purpose.application())
                .with(
                        work,
                        e -> new Trouble(
                                Reason.BackupNotVerifiable,
                                "The runner's own PostgreSQL cannot be made ready for " + purpose.what() + ": "
                                        + e.getMessage() + "."));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
