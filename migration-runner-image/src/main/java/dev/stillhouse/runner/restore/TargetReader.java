package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.restore.Target.Rights;
import dev.stillhouse.runner.restore.Target.Stranger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at the server and the database that a restore goes to. Changes nothing. */
final class TargetReader {
    /** What a database's comment begins with while it is being restored into. */
    static final String IN_PROGRESS = "Stillhouse restores into this database";

    private static final String OUT_OF_REACH = """
            SELECT r.rolname, r.rolsuper FROM pg_roles r JOIN pg_roles u ON u.rolname = coalesce(?::name, current_user)
             WHERE r.rolname = ANY (?) AND NOT u.rolsuper
               AND NOT CASE WHEN current_setting('server_version_num')::int >= 160000
                       THEN pg_has_role(u.oid, r.oid, 'SET') ELSE pg_has_role(u.oid, r.oid, 'MEMBER') END
             ORDER BY 1""";

    private final Connection connection;
    private final String database;

    /** @param connection a session in any database of the server */
    TargetReader(Connection connection, String database) {
        this.connection = connection;
        this.database = database;
    }

    /**
     * Looks.
     *
     * @param roles what the backup refers to
     * @param role the role for {@code SET ROLE}
     */
    Target read(List<String> roles, @Nullable String role) throws SQLException {
        List<String> databases = texts("SELECT datname FROM pg_database");
        List<String> unfinished = texts(
                "SELECT datname FROM pg_database WHERE shobj_description(oid, 'pg_database') LIKE ? ORDER BY 1",
                IN_PROGRESS + "%");
        List<String> missing = texts(
                "SELECT name FROM unnest(?::text[]) AS r (name)"
                        + " WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) ORDER BY 1",
                connection.createArrayOf("text", roles.toArray()));
        List<Stranger> outOfReach = Sql.list(
                connection,
                OUT_OF_REACH,
                row -> new Stranger(text(row), row.getBoolean(2)),
                role,
                connection.createArrayOf("text", roles.toArray()));
        List<String> prepared = texts("SELECT gid FROM pg_prepared_xacts WHERE database = ? ORDER BY 1", database);
        List<String> replication = texts("""
                SELECT 'the replication slot ' || slot_name FROM pg_replication_slots WHERE database = ?
                UNION ALL
                SELECT 'the subscription ' || s.subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
                WHERE d.datname = ? ORDER BY 1""", database, database);
        return Sql.one(
                connection,
                """
                SELECT d.oid, current_setting('server_version_num')::int / 10000, u.rolname, o.rolname,
                       u.rolsuper OR u.rolcreatedb,
                       pg_has_role(d.datdba, 'USAGE'),
                       CASE WHEN current_setting('server_version_num')::int >= 160000
                            THEN pg_has_role(d.datdba, 'SET') ELSE pg_has_role(d.datdba, 'MEMBER') END,
                       (SELECT rolsuper FROM pg_roles WHERE rolname = coalesce(?::name, current_user))
                  FROM pg_database d JOIN pg_roles o ON o.oid = d.datdba JOIN pg_roles u ON u.rolname = current_user
                 WHERE d.datname = ?""",
                row -> new Target(
                        row.getLong(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        new Rights(row.getBoolean(5), row.getBoolean(6), row.getBoolean(7), row.getBoolean(8)),
                        Set.copyOf(databases),
                        prepared,
                        missing,
                        outOfReach,
                        new Occupants(connection, row.getLong(1)).notOurs(),
                        unfinished.stream()
                                .filter(name -> DatabaseNames.isFresh(database, name))
                                .toList(),
                        databases.stream()
                                .filter(name -> DatabaseNames.isKept(database, name))
                                .sorted()
                                .toList(),
                        replication),
                role,
                database);
    }

    private List<String> texts(String sql, Object... arguments) throws SQLException {
        return Sql.list(connection, sql, TargetReader::text, arguments);
    }

    private static String text(ResultSet row) throws SQLException {
        return Objects.requireNonNull(row.getString(1));
    }
}
