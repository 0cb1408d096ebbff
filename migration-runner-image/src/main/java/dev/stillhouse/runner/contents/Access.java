package dev.stillhouse.runner.contents;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        List<String> hidden = dumped.stream()
                .filter(Table::hidesRows)
                .map(table -> table.name().toString())
                .toList();
        if (!hidden.isEmpty()) {
            return Optional.of(
                    new Trouble(
                            Reason.RowSecurity,
                            "Row-level security hides rows of " + some(hidden) + " from " + user
                                    + "; a backup would not have them. Give it BYPASSRLS, or let spec.database.role name a role"
                                    + " that has it; or leave the rows of these tables out of the backup: spec.backup.exclude."));
        }
        return Optional.empty();
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
