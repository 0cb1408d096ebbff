package dev.stillhouse.runner.copies;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.QuotedText;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
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
import java.util.Optional;

/** An empty database for a copy, that only the user and its members get into, and superusers. Its lock is held by the session that made it. */
final class CopyDatabase {
    private static final int PUBLIC_OF_OWNER_SINCE = 15;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Maintenance server;
    private final CopyHost.OnServer host;
    private final String application;
    private final CopyName name = CopyName.draw(RANDOM);
    private final FreshDatabase database;

    private CopyDatabase(Maintenance server, CopyHost.OnServer host, String application) {
        this.server = server;
        this.host = host;
        this.application = application;
        this.database = new FreshDatabase(server, name.text());
    }

    /**
     * Makes it like the one that was dumped.
     *
     * @param sessions how many there will be in it, at most
     */
    static Result<CopyDatabase> create(
            Maintenance server, CopyHost.OnServer host, Origin origin, String application, int sessions) {
        CopyDatabase copy = new CopyDatabase(server, host, application);
        try {
            copy.make(origin, sessions);
            return Result.ok(copy);
        } catch (SQLException e) {
            Trouble trouble = copy.cannotBeMade(e);
            return Result.failed(
                    copy.dropped().map(more -> trouble.saying(more)).orElse(trouble));
        }
    }

    private void make(Origin origin, int sessions) throws SQLException {
        server.refresh();
        // Before it is there: what is not locked passes for left.
        lock("pg_advisory_lock");
        DatabaseTraits traits = DatabaseTraits.of(origin);
        database.createClosed(
                host.same() ? traits.where(server.connection(), host.url().database()) : traits,
                Leftovers.REMARK + ": " + application + ", of the database " + origin.name()
                        + ". It is dropped by the next run if it is left.");
        String quoted = Sql.quote(name.text());
        server.execute("ALTER DATABASE " + quoted + " CONNECTION LIMIT " + sessions);
        String monetary = origin.locale().monetary();
        if (monetary != null) {
            server.execute("ALTER DATABASE " + quoted + " SET lc_monetary = " + QuotedText.quote(monetary));
        }
        String role = host.role();
        if (role != null) {
            server.execute("GRANT CREATE, TEMPORARY ON DATABASE " + quoted + " TO " + Sql.quote(role));
            if (server.major() >= PUBLIC_OF_OWNER_SINCE) {
                letCreateInPublic(role);
            }
        }
    }

    /** Before that version everybody may. */
    private void letCreateInPublic(String role) throws SQLException {
        Result<Connection> connected = new Connector(url(), application).connect();
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
                    + SqlWords.of(e) + ". The next run drops it, or DROP DATABASE " + Sql.quote(name.text()) + ".");
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
        return switch (e.getSQLState() == null ? "" : e.getSQLState()) {
            case "42501" ->
                new Trouble(
                        Reason.BackupNotPermitted,
                        "A backup is verified in a copy that is made on a server (spec.copies.where), and "
                                + Sql.quote(host.url().user()) + " may not create a database there (" + place + "): "
                                + said
                                + ". Let it, as a superuser: ALTER ROLE "
                                + Sql.quote(host.url().user())
                                + " CREATEDB. Or have the copy made elsewhere.");
            case "53100" ->
                new Trouble(
                        Reason.StorageFull,
                        "There is no room for the copy of the database on the server " + place + ": " + said + ".");
            case "22023", "42809", "0A000" ->
                new Trouble(
                        Reason.BackupNotVerifiable,
                        "The server " + place + " cannot have a database like the one that is copied: " + said
                                + ". Name one that has its locale (spec.copies), or set spec.backup.verify: Digest, which"
                                + " does not show that the backup can be restored.");
            default ->
                new Trouble(
                        Reason.BackupNotVerifiable,
                        "The database for the copy cannot be created on the server " + place + ": " + said + ".");
        };
    }
}
