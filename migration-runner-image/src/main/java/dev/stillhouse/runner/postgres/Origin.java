package dev.stillhouse.runner.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The database that was dumped, and what a server has to have before the dump can be restored into it.
 *
 * @param systemIdentifier of the server; absent where the user may not read it
 * @param serverVersion such as "17.6"
 * @param lsn position in the write-ahead log at about the snapshot; absent where the user may not read it
 * @param bytes size on the server's disk
 * @param hasPublic whether there is a schema public: one that was dropped is in every new database again
 * @param roles owners, whom something is granted to, and those that values of the type regrole name; sorted
 * @param collations collations of the operating system and of ICU that columns, types and indexes have; sorted
 * @param extensions versions by name, without plpgsql
 * @param locale what else there is to say of its languages
 */
public record Origin(
        @Nullable String systemIdentifier,
        String name,
        String owner,
        String encoding,
        String collate,
        String ctype,
        String serverVersion,
        @Nullable String lsn,
        long bytes,
        boolean hasPublic,
        List<String> roles,
        List<String> collations,
        Map<String, String> extensions,
        OriginLocale locale) {

    public Origin {
        roles = List.copyOf(roles);
        collations = List.copyOf(collations);
        extensions = Map.copyOf(extensions);
    }

    /** Such as 17. */
    public int majorVersion() {
        return Integer.parseInt(serverVersion.replaceFirst("[^0-9].*", ""));
    }

    private static final String DATABASE = """
            SELECT d.datname, pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding), d.datcollate, d.datctype,
                split_part(current_setting('server_version'), ' ', 1), pg_database_size(d.oid),
                EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'public')
            FROM pg_catalog.pg_database d WHERE d.datname = current_database()
            """;
    /** What the bootstrap superuser (10) owns is not among the dependencies; on hosted servers it is the provider's. */
    private static final String ROLES = """
            SELECT r.rolname FROM pg_catalog.pg_roles r
            WHERE r.rolname !~ '^pg_' AND (r.oid = 10 AND ?
                OR r.oid = (SELECT datdba FROM pg_catalog.pg_database WHERE datname = current_database())
                OR r.oid IN (SELECT s.refobjid FROM pg_catalog.pg_shdepend s
                    WHERE s.refclassid = 'pg_catalog.pg_authid'::regclass
                        AND s.dbid IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
                        AND (s.dbid <> 0 OR s.classid = 'pg_catalog.pg_database'::regclass
                            AND s.objid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
                        -- No dump says who owns an extension, or what is part of it.
                        AND NOT (s.deptype = 'o' AND (s.classid = 'pg_catalog.pg_extension'::regclass
                            OR EXISTS (SELECT FROM pg_catalog.pg_depend d
                                WHERE d.classid = s.classid AND d.objid = s.objid AND d.deptype = 'e')))))
            ORDER BY r.rolname::text COLLATE "C"
            """;

    private static final String COLLATIONS = """
            SELECT DISTINCT l.collname::text COLLATE "C"
            FROM pg_catalog.pg_collation l
            WHERE l.collnamespace = 'pg_catalog'::regnamespace AND l.collprovider IN ('c', 'i') AND l.collname NOT IN ('C', 'POSIX')
                AND (EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attcollation = l.oid)
                    OR EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.typcollation = l.oid)
                    OR EXISTS (SELECT FROM pg_catalog.pg_index i WHERE l.oid = ANY (i.indcollation::oid[])))
            ORDER BY 1
            """;

    /** The same with more of them. */
    public Origin withRoles(List<String> more) {
        return new Origin(
                systemIdentifier,
                name,
                owner,
                encoding,
                collate,
                ctype,
                serverVersion,
                lsn,
                bytes,
                hasPublic,
                Stream.concat(roles.stream(), more.stream()).distinct().sorted().toList(),
                collations,
                extensions,
                locale);
    }

    public static Origin read(NeutralSession session) throws SQLException {
        // What cannot be asked may be so.
        boolean named = !"false".equals(optional(session, bootstrapNamed()));
        List<String> roles = session.list(ROLES, row -> row.getString(1), named);
        List<String> collations = session.list(COLLATIONS, row -> row.getString(1));
        Map<String, String> extensions = Map.ofEntries(session.list(
                        "SELECT extname, extversion FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'",
                        row -> Map.entry(row.getString(1), row.getString(2)))
                .<Map.Entry<String, String>>toArray(Map.Entry[]::new));
        OriginLocale locale = OriginLocale.read(session);
        String lsn = optional(
                session,
                "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END::text");
        String identifier = optional(session, "SELECT system_identifier::text FROM pg_control_system()");
        return session.one(
                DATABASE,
                row -> new Origin(
                        identifier,
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        lsn,
                        row.getLong(7),
                        row.getBoolean(8),
                        roles,
                        collations,
                        extensions,
                        locale));
    }

    private static String bootstrapNamed() {
        try (InputStream text = Objects.requireNonNull(Origin.class.getResourceAsStream("bootstrap.sql"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some hosted servers do not let their users see something; the transaction goes on. */
    private static @Nullable String optional(NeutralSession session, String sql) throws SQLException {
        session.execute("SAVEPOINT optional");
        try {
            return session.one(sql, row -> row.getString(1));
        } catch (SQLException e) {
            session.execute("ROLLBACK TO SAVEPOINT optional");
            return null;
        }
    }
}
