package dev.stillhouse.runner.copies;

import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.postgres.Maintenance;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Drops copies that killed runners left. One is left if its name and its comment are ours, and nobody works with it: who makes a
 * copy holds its lock from before it is there until it is gone, and PostgreSQL releases that with the session.
 */
final class Leftovers {
    /** What a copy's comment begins with. */
    static final String REMARK = "A copy that Stillhouse made for a while";

    /**
     * Databases of ours that the user may drop, with the comment, and whether somebody is in them. Locks are asked for after the list of databases was
     * taken: a copy that is on it was locked before.
     */
    private static final String OURS = """
            SELECT d.datname, EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)
              FROM pg_database d
             WHERE d.datname ~ '^stillhouse_copy_' AND NOT d.datistemplate
               AND (pg_has_role(d.datdba, 'USAGE') OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user))
               AND coalesce(shobj_description(d.oid, 'pg_database'), ?) LIKE ? || '%'""";

    /** Locks are kept per database, and the session may be in another one than this. */
    private static final String LOCKED = """
            SELECT EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
               AND l.classid::bigint = ?::bigint AND l.objid::bigint = ?::bigint)""";

    private final Maintenance server;
    private final Consumer<String> messages;

    Leftovers(Maintenance server, Consumer<String> messages) {
        this.server = server;
        this.messages = messages;
    }

    /** What cannot be dropped is left to another run. */
    void drop() {
        try {
            List<Found> all = Sql.list(
                    server.connection(), OURS, row -> new Found(row.getString(1), row.getBoolean(2)), REMARK, REMARK);
            for (Found found : all) {
                Optional<CopyName> name = CopyName.read(found.database());
                if (name.isPresent() && !isLocked(name.get())) {
                    treat(name.get(), found.inUse());
                }
            }
        } catch (SQLException e) {
            messages.accept("Copies that other runs may have left cannot be looked for: " + SqlWords.of(e) + ".");
        }
    }

    private record Found(String database, boolean inUse) {}

    private void treat(CopyName name, boolean inUse) {
        if (inUse) {
            messages.accept(
                    "The database " + name.text() + ", a copy that a run has left which was killed, stays: somebody is"
                            + " still in it, maybe a session of that run in a long statement. The next run that makes a copy there"
                            + " looks again.");
        } else {
            drop(name);
        }
    }

    private boolean isLocked(CopyName name) throws SQLException {
        return Sql.one(
                server.connection(),
                LOCKED,
                row -> row.getBoolean(1),
                name.lock().classId(),
                Integer.toUnsignedLong(name.lock().objectId()));
    }

    /** Not by force: somebody who has come meanwhile is not sent away. */
    private void drop(CopyName name) {
        try {
            server.execute("DROP DATABASE IF EXISTS " + Sql.quote(name.text()));
            messages.accept("Dropped the database " + name.text() + ", a copy that a run had left which was killed.");
        } catch (SQLException e) {
            messages.accept("The database " + name.text()
                    + ", a copy that a run has left which was killed, cannot be dropped: " + SqlWords.of(e) + ".");
        }
    }
}
