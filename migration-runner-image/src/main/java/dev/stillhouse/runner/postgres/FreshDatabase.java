package dev.stillhouse.runner.postgres;

import dev.stillhouse.runner.database.QuotedText;
import dev.stillhouse.runner.database.Sql;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A database that a backup is restored into, and that is dropped if that fails, or when it has served. */
public final class FreshDatabase {
    private static final int FORCE_SINCE = 13;

    private final Maintenance server;
    private final String name;
    private boolean created;

    public FreshDatabase(Maintenance server, String name) {
        this.server = server;
        this.name = name;
    }

    /**
     * Makes it.
     *
     * @param owner null for the user itself
     * @param comment why it is there, for people who come across it
     */
    public void create(DatabaseTraits traits, @Nullable String owner, String comment) throws SQLException {
        make(traits, owner == null ? "" : " OWNER " + Sql.quote(owner), comment);
    }

    /** Makes it so that nobody but its owner, who is the user, and superusers ever get in. */
    public void createClosed(DatabaseTraits traits, String comment) throws SQLException {
        make(traits, " ALLOW_CONNECTIONS false", comment);
        server.execute("REVOKE ALL ON DATABASE " + Sql.quote(name) + " FROM PUBLIC");
        server.execute("ALTER DATABASE " + Sql.quote(name) + " ALLOW_CONNECTIONS true");
    }

    private void make(DatabaseTraits traits, String more, String comment) throws SQLException {
        server.execute("CREATE DATABASE " + Sql.quote(name) + " TEMPLATE template0" + more + traits.options());
        created = true;
        server.execute("COMMENT ON DATABASE " + Sql.quote(name) + " IS " + QuotedText.quote(comment));
    }

    /** Whether it is there: one of the same name that somebody else made is not it. */
    public boolean isCreated() {
        return created;
    }

    /** Drops it, whoever is in it. */
    public void drop() throws SQLException {
        server.refresh();
        if (server.major() >= FORCE_SINCE) {
            server.execute("DROP DATABASE IF EXISTS " + Sql.quote(name) + " WITH (FORCE)");
        } else {
            Sql.list(
                    server.connection(),
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?",
                    row -> row.getBoolean(1),
                    name);
            server.execute("DROP DATABASE IF EXISTS " + Sql.quote(name));
        }
        created = false;
    }

    public long oid() throws SQLException {
        return Sql.one(
                server.connection(), "SELECT oid FROM pg_database WHERE datname = ?", row -> row.getLong(1), name);
    }
}
