package dev.stillhouse.runner.postgres;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which languages a database orders, compares and writes, beside the names that every database has.
 *
 * @param provider of the database's own order: {@code c} for the operating system, {@code i} for ICU, {@code b} for PostgreSQL
 * @param name of the locale of ICU or PostgreSQL
 * @param rules that are added to those of ICU
 * @param monetary the {@code lc_monetary} of the dump; absent where amounts look as in C, or are nowhere
 * @param collations locales of the operating system that collations in use have; sorted
 */
public record OriginLocale(
        String provider,
        @Nullable String name,
        @Nullable String rules,
        @Nullable String monetary,
        List<String> collations) {

    /** Of a backup that does not say it. */
    public static final OriginLocale UNKNOWN = new OriginLocale("c", null, null, null, List.of());

    private static final String DATABASE = """
            SELECT coalesce(to_jsonb(d) ->> 'datlocprovider', 'c'),
                coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'), to_jsonb(d) ->> 'daticurules'
            FROM pg_catalog.pg_database d WHERE d.datname = current_database()
            """;

    private static final String COLLATIONS = """
            SELECT DISTINCT v.locale::text COLLATE "C"
            FROM pg_catalog.pg_collation l
            CROSS JOIN LATERAL (VALUES (l.collcollate), (l.collctype)) AS v (locale)
            WHERE l.collprovider = 'c' AND v.locale IS NOT NULL
                AND (l.collnamespace <> 'pg_catalog'::regnamespace AND l.oid >= 16384
                    OR l.oid IN (SELECT a.attcollation FROM pg_catalog.pg_attribute a WHERE a.attrelid >= 16384
                        UNION SELECT t.typcollation FROM pg_catalog.pg_type t WHERE t.oid >= 16384
                        UNION SELECT unnest(i.indcollation::oid[]) FROM pg_catalog.pg_index i WHERE i.indexrelid >= 16384))
            ORDER BY 1
            """;

    /**
     * What pg_dump's session has, as this one has another; where there may be amounts. A value that has one somewhere inside has
     * a type of the database's own between them that is made of money itself: a composite one, a domain or a range.
     */
    private static final String MONETARY = """
            WITH money (type) AS (VALUES ('money'::regtype::oid), ('money[]'::regtype::oid))
            SELECT reset_val FROM pg_catalog.pg_settings
            WHERE name = 'lc_monetary' AND (
                EXISTS (SELECT FROM pg_catalog.pg_attribute a JOIN money ON a.atttypid = money.type WHERE a.attrelid >= 16384)
                OR EXISTS (SELECT FROM pg_catalog.pg_type t JOIN money ON t.typbasetype = money.type)
                OR EXISTS (SELECT FROM pg_catalog.pg_range r JOIN money ON r.rngsubtype = money.type))
            """;

    /** Tells from each other all that PostgreSQL heeds of a locale; both signs. */
    private static final String AMOUNT = "SELECT concat('-1234567.89'::numeric::money, 1::numeric::money)";

    public OriginLocale {
        collations = List.copyOf(collations);
    }

    static OriginLocale read(NeutralSession session) throws SQLException {
        List<String> collations = session.list(COLLATIONS, row -> row.getString(1));
        String monetary = monetary(session);
        return session.one(
                DATABASE,
                row -> new OriginLocale(row.getString(1), row.getString(2), row.getString(3), monetary, collations));
    }

    private static @Nullable String monetary(NeutralSession session) throws SQLException {
        List<String> named = session.list(MONETARY, row -> row.getString(1));
        if (named.isEmpty()) {
            return null;
        }
        String plain = session.one(AMOUNT, row -> row.getString(1));
        String written = session.unlocked(() -> {
            session.list("SELECT set_config('lc_monetary', ?, true)", row -> row.getString(1), named.getFirst());
            return session.one(AMOUNT, row -> row.getString(1));
        });
        return written.equals(plain) ? null : named.getFirst();
    }
}
