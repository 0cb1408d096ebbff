package dev.stillhouse.runner.postgres;

import dev.stillhouse.runner.database.QuotedText;
import dev.stillhouse.runner.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a database when it is made, and cannot be changed afterwards.
 *
 * @param provider {@code c} for the operating system, {@code i} for ICU, {@code b} for PostgreSQL
 * @param locale of that provider, if it is not the operating system
 * @param tablespace null for that of template0
 */
public record DatabaseTraits(
        String encoding,
        @Nullable String collate,
        @Nullable String ctype,
        String provider,
        @Nullable String locale,
        @Nullable String rules,
        @Nullable String tablespace) {
    private static final Map<String, String> PROVIDERS = Map.of("c", "libc", "i", "icu", "b", "builtin");

    /** Columns that only some versions have are null in the others. */
    private static final String OF_ANOTHER = """
            SELECT pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, coalesce(to_jsonb(d) ->> 'datlocprovider', 'c'),
                   coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'), to_jsonb(d) ->> 'daticurules',
                   nullif(t.spcname, s.spcname)
              FROM pg_database d
              JOIN pg_tablespace t ON t.oid = d.dattablespace
              JOIN pg_database z ON z.datname = 'template0'
              JOIN pg_tablespace s ON s.oid = z.dattablespace
             WHERE d.oid = ?""";

    private static final String TABLESPACE = """
            SELECT t.spcname
              FROM pg_database d
              JOIN pg_tablespace t ON t.oid = d.dattablespace
              JOIN pg_database z ON z.datname = 'template0' AND z.dattablespace <> t.oid
             WHERE d.datname = ? AND has_tablespace_privilege(t.oid, 'CREATE')""";

    /** Those of a database of the same server, by its oid. */
    public static DatabaseTraits like(Connection connection, long original) throws SQLException {
        return Sql.one(connection, OF_ANOTHER, DatabaseTraits::read, original);
    }

    /** Those that a database had when it was dumped, but for where its files lay. */
    public static DatabaseTraits of(Origin origin) {
        OriginLocale locale = origin.locale();
        return new DatabaseTraits(
                origin.encoding(),
                origin.collate(),
                origin.ctype(),
                locale.provider(),
                locale.name(),
                locale.rules(),
                null);
    }

    /** The same where the files of another database of the server lie, if the user may put some there. */
    public DatabaseTraits where(Connection connection, String other) throws SQLException {
        List<String> found = Sql.list(connection, TABLESPACE, row -> row.getString(1), other);
        return new DatabaseTraits(
                encoding, collate, ctype, provider, locale, rules, found.isEmpty() ? null : found.getFirst());
    }

    private static DatabaseTraits read(ResultSet row) throws SQLException {
        return new DatabaseTraits(
                Objects.requireNonNull(row.getString(1)),
                row.getString(2),
                row.getString(3),
                Objects.requireNonNull(row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getString(7));
    }

    /** As CREATE DATABASE takes them. */
    String options() {
        StringBuilder options = new StringBuilder();
        append(options, "ENCODING", encoding);
        append(options, "LC_COLLATE", collate);
        append(options, "LC_CTYPE", ctype);
        if (tablespace != null) {
            options.append(" TABLESPACE ").append(Sql.quote(tablespace));
        }
        if (!provider.equals("c")) {
            options.append(" LOCALE_PROVIDER ").append(Objects.requireNonNull(PROVIDERS.get(provider)));
            append(options, provider.equals("i") ? "ICU_LOCALE" : "BUILTIN_LOCALE", locale);
            append(options, "ICU_RULES", rules);
        }
        return options.toString();
    }

    private static void append(StringBuilder options, String word, @Nullable String value) {
        if (value != null) {
            options.append(' ').append(word).append(' ').append(QuotedText.quote(value));
        }
    }
}
