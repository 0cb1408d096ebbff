package dev.stillhouse.runner.contents;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a session may read all that a backup has to hold. pg_dump would tell only the first that it may not. */
final class Access {
    private static final int NAMED_AT_MOST = 10;

    private static final String LARGE_OBJECTS = """
            SELECT m.oid::text
            FROM pg_catalog.pg_largeobject_metadata m
            WHERE NOT current_setting('lo_compat_privileges')::boolean
                AND NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
                AND NOT pg_has_role(m.lomowner, 'USAGE')
                AND NOT EXISTS (SELECT FROM aclexplode(m.lomacl) a
                    WHERE a.privilege_type = 'SELECT' AND (a.grantee = 0 OR pg_has_role(a.grantee, 'USAGE')))
            ORDER BY m.oid
            """;

    private static final String OWN = """
            SELECT format('%%I.%%I', n.nspname, c.relname)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid IN (%s) AND c.relforcerowsecurity AND pg_has_role(c.relowner, 'USAGE')
            ORDER BY 1
            """;

    private Access() {}

    /**
     * Why it may not.
     *
     * @param tables whose rows are wanted
     * @param sequences that it may not read, and that are wanted
     */
    static Optional<Trouble> missing(NeutralSession session, List<Table> tables, List<QualifiedName> sequences)
            throws SQLException {
        List<Table> dumped = tables.stream().filter(Table::dumped).toList();
        List<String> unreadable = new ArrayList<>();
        named(
                unreadable,
                "table",
                dumped.stream()
                        .filter(table -> !table.readable())
                        .map(table -> table.name().toString())
                        .toList());
        named(
                unreadable,
                "sequence",
                sequences.stream().map(QualifiedName::toString).toList());
        named(unreadable, "large object", session.list(LARGE_OBJECTS, row -> row.getString(1)));
        String user = session.one("SELECT current_user", row -> row.getString(1));
        if (!unreadable.isEmpty()) {
            return Optional.of(new Trouble(
                    Reason.BackupNotPermitted,
                    user + " may not read " + String.join(", nor ", unreadable)
                            + "; a backup without that would not be whole. Grant it SELECT (and USAGE on the schema);"
                            + " pg_read_all_data, from PostgreSQL 14 on, lets it read every table and sequence. Or leave"
                            + " tables out of the backup by name, with their sequences: spec.backup.exclude."));
        }
        List<Table> hidden = dumped.stream().filter(Table::hidesRows).toList();
        return hidden.isEmpty()
                ? Optional.empty()
                : Optional.of(new Trouble(Reason.RowSecurity, hidden(hidden, forced(session, hidden), user)));
    }

    /** Those of the tables of which the user is the owner, or may do what the owner may. */
    private static List<String> forced(NeutralSession session, List<Table> hidden) throws SQLException {
        String oids = hidden.stream().map(table -> Long.toString(table.oid())).collect(Collectors.joining(", "));
        return session.list(OWN.formatted(oids), row -> row.getString(1));
    }

    private static String hidden(List<Table> hidden, List<String> forced, String user) {
        return "Row-level security hides rows of "
                + some(hidden.stream().map(table -> table.name().toString()).toList()) + " from " + user
                + "; a backup would not have them, and policies that let all rows through are not counted on. Give it"
                + " BYPASSRLS (as a superuser, or as whom the server's provider lets: ALTER ROLE " + Sql.quote(user)
                + " BYPASSRLS), or let spec.database.role name a role that has it; or leave the rows of these tables out"
                + " of the backup: spec.backup.exclude."
                + (forced.isEmpty()
                        ? ""
                        : " Nothing but FORCE hinders the owner of " + some(forced) + ": ALTER TABLE "
                                + forced.getFirst()
                                + " NO FORCE ROW LEVEL SECURITY lets whoever connects as the owner see all rows, and"
                                + " changes nothing for others.");
    }

    private static void named(List<String> into, String kind, List<String> names) {
        if (!names.isEmpty()) {
            into.add("the " + kind + (names.size() == 1 ? " " : "s ") + some(names));
        }
    }

    private static String some(List<String> names) {
        int more = names.size() - NAMED_AT_MOST;
        return more <= 0
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMED_AT_MOST)) + " and " + more + " more";
    }
}
