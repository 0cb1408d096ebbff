package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.restore.Target.Occupant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** The sessions in one database, whatever it is called at the moment; seen from a session in another database. */
final class Occupants {
    /** Autovacuum has no user, and makes room by itself. */
    private static final String PRESENT =
            "SELECT a.pid, r.rolname, a.application_name FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid"
                    + " WHERE a.datid = ? AND a.pid <> pg_backend_pid()";

    /** Whom pg_terminate_backend refuses to end. */
    private static final String NOT_OURS = """
             AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
             AND (r.rolsuper OR NOT (pg_has_role(r.oid, 'USAGE') OR pg_has_role('pg_signal_backend', 'USAGE')))""";

    private final Connection connection;
    private final long database;

    /** @param database oid of the database */
    Occupants(Connection connection, long database) {
        this.connection = connection;
        this.database = database;
    }

    List<Occupant> present() throws SQLException {
        return Sql.list(connection, PRESENT + " ORDER BY 1", Occupants::session, database);
    }

    /** Those that this user may not end. */
    List<Occupant> notOurs() throws SQLException {
        return Sql.list(connection, PRESENT + NOT_OURS + " ORDER BY 1", Occupants::session, database);
    }

    void end(Collection<Occupant> sessions) throws SQLException {
        for (Occupant session : sessions) {
            // Not by the number alone: it may have been given to somebody else meanwhile.
            Sql.list(
                    connection,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ? AND datid = ?",
                    row -> row.getBoolean(1),
                    session.pid(),
                    database);
        }
    }

    private static Occupant session(ResultSet row) throws SQLException {
        return new Occupant(
                row.getInt(1),
                Objects.requireNonNull(row.getString(2)),
                Objects.requireNonNullElse(row.getString(3), ""));
    }
}
