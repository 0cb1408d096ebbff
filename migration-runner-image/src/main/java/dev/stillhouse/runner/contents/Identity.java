package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What tells a database and its tables from others that have taken their places under the same names.
 *
 * @param database oid of the database
 * @param timeline of the server's write-ahead log: another one after a failover, or a recovery to a point in time; absent
 *     where the user may not read it
 * @param tables of each table that holds rows its oid, the number of its file, and how many columns it ever had:
 *     {@code 16385/16390/3}. One that was made anew, emptied, rewritten, or got a column, has another one
 */
public record Identity(long database, @Nullable String timeline, Map<QualifiedName, String> tables) {
    private static final String DATABASE = "SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()";
    /** The first part of the name of each of its files. */
    private static final String TIMELINE = """
            SELECT CASE WHEN NOT pg_catalog.pg_is_in_recovery()
                THEN substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8) END
            """;

    private static final String TABLES = """
            SELECT n.nspname, c.relname, c.oid || '/' || c.relfilenode || '/' || c.relnatts
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            """;

    public Identity {
        tables = Map.copyOf(tables);
    }

    /** Reads it in a transaction. */
    static Identity read(NeutralSession session) throws SQLException {
        Map<QualifiedName, String> tables = session
                .list(TABLES, row -> Map.entry(new QualifiedName(row.getString(1), row.getString(2)), row.getString(3)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Identity(session.one(DATABASE, row -> row.getLong(1)), timeline(session), tables);
    }

    /** The same with these tables only. */
    Identity of(Set<QualifiedName> some) {
        return new Identity(
                database,
                timeline,
                tables.entrySet().stream()
                        .filter(table -> some.contains(table.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static @Nullable String timeline(NeutralSession session) throws SQLException {
        session.execute("SAVEPOINT timeline");
        try {
            return session.one(TIMELINE, row -> row.getString(1));
        } catch (SQLException e) {
            session.execute("ROLLBACK TO SAVEPOINT timeline");
            return null;
        }
    }
}
