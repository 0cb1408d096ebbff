package dev.stillhouse.runner.copies;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.QuotedText;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.decide.SqlStates;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.CopyPurpose;
import dev.stillhouse.runner.postgres.DatabaseTraits;
import dev.stillhouse.runner.postgres.FreshDatabase;
import dev.stillhouse.runner.postgres.Maintenance;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.postgres.WorkingUrl;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;

/** An empty database for a copy, that only the user and its members get into, and superusers. Its lock is held by the session that made it. */
final class CopyDatabase {
    private static final int PUBLIC_OF_OWNER_SINCE = 15;
    private static final int CLIENT_CHECKS_SINCE = 14;
    /** As of {@code template0}, which somebody may be in for a moment. */
    private static final String OBJECT_IN_USE = "55006";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Maintenance server;
    private final CopyHost.OnServer host;
    private final CopyPurpose purpose;
    private final CopyName name = CopyName.draw(RANDOM);
    private final FreshDatabase database;
    private boolean ofSuperuser;

    private CopyDatabase(Maintenance server, CopyHost.OnServer host, CopyPurpose purpose) {
        this.server = server;
        this.host = host;
        this.purpose = purpose;
        this.database = new FreshDatabase(server, name.text());
    }

    /**
     * Makes it like the one that was dumped.
     *
     * @param sessions how many there will be in it, at most
     */
    static Result<CopyDatabase> create(
            Maintenance server, CopyHost.OnServer host, Origin origin, CopyPurpose purpose, int sessions) {
        CopyDatabase copy = new CopyDatabase(server, host, purpose);
        try {
            copy.make(origin, sessions);
            return Result.ok(copy);
        } catch (SQLException e) {
            Trouble trouble = copy.cannotBeMade(e);
            return Result.failed(copy.dropped().map(trouble::saying).orElse(trouble));
        }
    }

    private void make(Origin origin, int sessions) throws SQLException {
        server.refresh();
        // Before it is there: what is not locked passes for left.
        lock("pg_advisory_lock");
        DatabaseTraits traits = DatabaseTraits.of(origin);
        database.createClosed(
                host.same() ? traits.where(server.connection(), host.url().database()) : traits,
                Leftovers.REMARK + ": " + purpose.application() + ", of the database " + origin.name()
                        + ". If it is left, the next run that makes a copy on this server drops it.");
        String quoted = Sql.quote(name.text());
        server.execute("ALTER DATABASE " + quoted + " CONNECTION LIMIT " + sessions);
        String monetary = origin.locale().monetary();
        if (monetary != null) {
            server.execute("ALTER DATABASE " + quoted + " SET lc_monetary = " + QuotedText.quote(monetary));
        }
        set("client_connection_check_interval", "1s", server.major() >= CLIENT_CHECKS_SINCE);
        ofSuperuser = Sql.one(
                server.connection(),
                "SELECT rolsuper FROM pg_roles WHERE rolname = session_user",
                row -> row.getBoolean(1));
        set("lc_messages", "C", ofSuperuser);
        String role = host.role();
        if (role != null) {
            server.execute("GRANT CREATE, TEMPORARY ON DATABASE " + quoted + " TO " + Sql.quote(role));
            if (server.major() >= PUBLIC_OF_OWNER_SINCE) {
                letCreateInPublic(role);
            }
        }
    }

    /**
     * A session would otherwise work on for a runner that was killed, and the copy be in use until then; and what is said of a full
     * disk is in the server's language. The copy can do without either: the first is not known to all platforms.
     */
    private void set(String setting, String value, boolean possible) throws SQLException {
        if (!possible) {
            return;
        }
        try {
            server.execute(
                    "ALTER DATABASE " + Sql.quote(name.text()) + " SET " + setting + " = " + QuotedText.quote(value));
        } catch (SQLException e) {
            if (SqlStates.passes(e.getSQLState())) {
                throw e;
            }
        }
    }

    /** Whether who connects to the server is one there, whatever the role is. */
    boolean isOfSuperuser() {
        return ofSuperuser;
    }

    /** Whether it is still there, and the session that holds its lock. */
    boolean stands() {
        try {
            return server.isAlive()
                    && !Sql.list(
                                    server.connection(),
                                    "SELECT datname FROM pg_database WHERE datname = ?",
                                    row -> row.getString(1),
                                    name.text())
                            .isEmpty();
        } catch (SQLException e) {
            return false;
        }
    }

    /** Before that version everybody may. */
    private void letCreateInPublic(String role) throws SQLException {
        Result<Connection> connected = new Connector(url(), purpose.application()).connect();
        switch (connected) {
            case Result.Failed<Connection>(Trouble trouble) -> throw new SQLException(trouble.message());
            case Result.Ok<Connection>(Connection connection) -> {
                try (connection;
                        Statement statement = connection.createStatement()) {
                    statement.execute("GRANT ALL ON SCHEMA public TO " + Sql.quote(role));
                }
            }
        }
    }

    /** As whom it is worked with. */
    DatabaseUrl url() {
        return WorkingUrl.of(host.url().in(name.text()));
    }

    String name() {
        return name.text();
    }

    /**
     * Drops it, whoever is in it.
     *
     * @return what remains, a sentence
     */
    Optional<String> dropped() {
        if (!database.isCreated()) {
            return Optional.empty();
        }
        try {
            database.drop();
            lock("pg_advisory_unlock");
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of("The database " + name.text() + ", the copy, is left, as it cannot be dropped: "
                    + SqlWords.of(e) + ". The next run that makes a copy there drops it, or DROP DATABASE "
                    + Sql.quote(name.text()) + ".");
        }
    }

    private void lock(String function) throws SQLException {
        Sql.list(
                server.connection(),
                "SELECT " + function + "(?, ?)::text",
                row -> row.getString(1),
                name.lock().classId(),
                name.lock().objectId());
    }

    private Trouble cannotBeMade(SQLException e) {
        String said = SqlWords.of(e);
        String place = host.url().place();
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        if (SqlStates.passes(e.getSQLState()) || state.equals(OBJECT_IN_USE)) {
            return new Trouble(
                    Reason.ConnectionFailed,
                    "The database for the copy could not be created on the server " + place
                            + ", which could not do it just then: " + said + ".");
        }
        return switch (state) {
            case "42501" ->
                new Trouble(
                        Reason.BackupNotPermitted,
                        "A copy is to be made of " + purpose.what() + " on a server (spec.copies.where), and "
                                + Sql.quote(host.url().user()) + " may not create a database there (" + place + "): "
                                + said
                                + ". Let it, as a superuser: ALTER ROLE "
                                + Sql.quote(host.url().user())
                                + " CREATEDB. Or have the copy made elsewhere.");
            case "53100" ->
                new Trouble(
                        Reason.BackupNotVerifiable,
                        "There is no room for the copy of the database: the disk of the server " + place + " is full: "
                                + said + ". Make room there, or have the copy made elsewhere (spec.copies).");
            case "22023", "42809", "0A000" ->
                new Trouble(
                        Reason.BackupNotVerifiable,
                        "The server " + place + " cannot have a database like the one that is copied: " + said
                                + ". Name one that has its locale (spec.copies), or " + purpose.otherwise() + ".");
            default ->
                new Trouble(
                        Reason.BackupNotVerifiable,
                        "The database for the copy cannot be created on the server " + place + ": " + said + ".");
        };
    }
}
