package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.database.QuotedText;
import dev.stillhouse.runner.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a database and is not in a dump of it: settings ({@code ALTER DATABASE … SET}, {@code ALTER ROLE … IN
 * DATABASE … SET}), privileges on the database itself, its comment, its limit of connections, whether others may be made
 * from it. Read from one database, as
 * statements for another.
 */
final class DatabaseSettings {
    /** PostgreSQL keeps these as lists of quoted names: GUC_LIST_QUOTE in its source. */
    private static final Set<String> LISTS = Set.of(
            "local_preload_libraries",
            "search_path",
            "session_preload_libraries",
            "shared_preload_libraries",
            "temp_tablespaces");

    private final Connection connection;
    private final long original;
    private final String copy;

    /**
     * @param original oid of the database that has them
     * @param copy name of the database that is to get them
     */
    DatabaseSettings(Connection connection, long original, String copy) {
        this.connection = connection;
        this.original = original;
        this.copy = Sql.quote(copy);
    }

    /** Settings and privileges. */
    List<String> settings() throws SQLException {
        List<String> statements = new ArrayList<>(Sql.list(connection, """
                SELECT r.rolname, split_part(c, '=', 1), substr(c, strpos(c, '=') + 1)
                  FROM pg_db_role_setting s
                  LEFT JOIN pg_roles r ON r.oid = s.setrole
                 CROSS JOIN unnest(s.setconfig) AS c
                 WHERE s.setdatabase = ? ORDER BY 1 NULLS FIRST, 2""", this::setting, original));
        List<String> grants = Sql.list(connection, """
                SELECT g.rolname, a.privilege_type, a.is_grantable
                  FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) a
                  LEFT JOIN pg_roles g ON g.oid = a.grantee
                 WHERE d.oid = ? ORDER BY 1 NULLS FIRST, 2""", this::grant, original);
        if (!grants.isEmpty()) {
            // Whoever may do nothing has no line.
            statements.add("REVOKE ALL ON DATABASE " + copy + " FROM PUBLIC, " + owner());
            statements.addAll(grants);
        }
        return statements;
    }

    /** What the finished database gets last; this first limits who comes in. */
    List<String> finish() throws SQLException {
        return Sql.one(
                connection,
                "SELECT datconnlimit, shobj_description(oid, 'pg_database'), datistemplate FROM pg_database WHERE oid = ?",
                row -> {
                    String comment = row.getString(2);
                    return List.of(
                            "ALTER DATABASE " + copy + " IS_TEMPLATE " + row.getBoolean(3),
                            "ALTER DATABASE " + copy + " CONNECTION LIMIT " + row.getInt(1),
                            "COMMENT ON DATABASE " + copy + " IS "
                                    + (comment == null ? "NULL" : QuotedText.quote(comment)));
                },
                original);
    }

    private String owner() throws SQLException {
        return Sql.quote(Sql.one(
                connection,
                "SELECT r.rolname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE d.oid = ?",
                row -> row.getString(1),
                original));
    }

    private String setting(ResultSet row) throws SQLException {
        return setting(copy, row.getString(1), row.getString(2), row.getString(3));
    }

    static String setting(String database, @Nullable String role, String name, String value) {
        String whom = role == null
                ? "ALTER DATABASE " + database
                : "ALTER ROLE " + Sql.quote(role) + " IN DATABASE " + database;
        List<String> values = LISTS.contains(name) ? QuotedList.elements(value) : List.of(value);
        // A setting of an extension is qualified by a name of its own.
        String setting = String.join(
                ".", List.of(name.split("\\.", -1)).stream().map(Sql::quote).toList());
        return whom + " SET " + setting + " TO "
                + String.join(", ", values.stream().map(QuotedText::quote).toList());
    }

    private String grant(ResultSet row) throws SQLException {
        String grantee = row.getString(1);
        return "GRANT " + row.getString(2) + " ON DATABASE " + copy + " TO "
                + (grantee == null ? "PUBLIC" : Sql.quote(grantee))
                + (row.getBoolean(3) ? " WITH GRANT OPTION" : "");
    }
}
