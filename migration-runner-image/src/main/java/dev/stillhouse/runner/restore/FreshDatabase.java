package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The database that a backup is restored into: made like the one that it is to replace, and dropped if that fails. */
final class FreshDatabase {
    private static final int FORCE_SINCE = 13;
    private static final Map<String, String> PROVIDERS = Map.of("c", "libc", "i", "icu", "b", "builtin");

    /** Columns that only some versions have are null in the others. */
    private static final String LIKE = """
            SELECT pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, nullif(t.spcname, s.spcname),
                   to_jsonb(d) ->> 'datlocprovider',
                   coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'), to_jsonb(d) ->> 'daticurules'
              FROM pg_database d
              JOIN pg_tablespace t ON t.oid = d.dattablespace
              JOIN pg_database z ON z.datname = 'template0'
              JOIN pg_tablespace s ON s.oid = z.dattablespace
             WHERE d.oid = ?""";

    private final Maintenance server;
    private final String name;
    private boolean created;

    FreshDatabase(Maintenance server, String name) {
        this.server = server;
        this.name = name;
    }

    /**
     * Makes it, with encoding, locale, tablespace and owner of another one.
     *
     * @param original oid of that database
     * @param owner null for the user itself
     * @param remark why it is there, for people who come across it
     */
    void create(long original, @Nullable String owner, String remark) throws SQLException {
        String options = Sql.one(server.connection(), LIKE, FreshDatabase::options, original);
        server.execute("CREATE DATABASE " + Sql.quote(name) + " TEMPLATE template0"
                + (owner == null ? "" : " OWNER " + Sql.quote(owner)) + options);
        created = true;
        server.execute("COMMENT ON DATABASE " + Sql.quote(name) + " IS "
                + QuotedText.quote(TargetReader.IN_PROGRESS + ": " + remark));
    }

    private static String options(ResultSet row) throws SQLException {
        StringBuilder options = new StringBuilder();
        append(options, "ENCODING", row.getString(1));
        append(options, "LC_COLLATE", row.getString(2));
        append(options, "LC_CTYPE", row.getString(3));
        String tablespace = row.getString(4);
        if (tablespace != null) {
            options.append(" TABLESPACE ").append(Sql.quote(tablespace));
        }
        String provider = row.getString(5);
        if (provider != null && !provider.equals("c")) {
            options.append(" LOCALE_PROVIDER ").append(Objects.requireNonNull(PROVIDERS.get(provider)));
            append(options, provider.equals("i") ? "ICU_LOCALE" : "BUILTIN_LOCALE", row.getString(6));
            append(options, "ICU_RULES", row.getString(7));
        }
        return options.toString();
    }

    private static void append(StringBuilder options, String word, @Nullable String value) {
        if (value != null) {
            options.append(' ').append(word).append(' ').append(QuotedText.quote(value));
        }
    }

    /** Whether it is there: one of the same name that somebody else made is not it. */
    boolean isCreated() {
        return created;
    }

    /** Drops it, whoever is in it. */
    void drop(int serverMajor) throws SQLException {
        server.refresh();
        if (serverMajor >= FORCE_SINCE) {
            server.execute("DROP DATABASE IF EXISTS " + Sql.quote(name) + " WITH (FORCE)");
            return;
        }
        Sql.list(
                server.connection(),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?",
                row -> row.getBoolean(1),
                name);
        server.execute("DROP DATABASE IF EXISTS " + Sql.quote(name));
    }

    long oid() throws SQLException {
        return Sql.one(
                server.connection(), "SELECT oid FROM pg_database WHERE datname = ?", row -> row.getLong(1), name);
    }
}
