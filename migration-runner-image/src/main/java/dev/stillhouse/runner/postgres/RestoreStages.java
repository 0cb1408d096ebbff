package dev.stillhouse.runner.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps in which a dump is restored into a private server. What may run code of the dump (a table with its checks and
 * generated columns, a default, an index, a view that is filled) is restored by somebody who is no superuser, and only what
 * nobody else may create by one. Pure.
 *
 * @param objects what there is, with its rows; in the dump's order
 * @param refreshes what fills materialized views
 * @param privileges grants, comments and publications, by a superuser
 * @param eventTriggers which must not fire before all else is there, by a superuser
 */
record RestoreStages(
        List<Stage> objects,
        List<ArchiveEntry> refreshes,
        List<ArchiveEntry> privileges,
        List<ArchiveEntry> eventTriggers) {
    /** What would connect to other servers. */
    private static final List<String> LEFT_OUT = List.of("SUBSCRIPTION", "SUBSCRIPTION TABLE");

    private static final List<String> PRIVILEGES =
            List.of("ACL", "DEFAULT ACL", "COMMENT", "SECURITY LABEL", "PUBLICATION");

    /** PostgreSQL evaluates nothing of the dump's when it creates one of these. */
    private static final List<String> BY_A_SUPERUSER = List.of(
            "EXTENSION",
            "PROCEDURAL LANGUAGE",
            "SHELL TYPE",
            "TYPE",
            "CAST",
            "TRANSFORM",
            "ACCESS METHOD",
            "OPERATOR FAMILY",
            "OPERATOR CLASS",
            "TEXT SEARCH PARSER",
            "TEXT SEARCH TEMPLATE",
            "FOREIGN DATA WRAPPER",
            "SERVER",
            "USER MAPPING");

    /** Neighbours in the dump that the same user restores. */
    record Stage(boolean superuser, List<ArchiveEntry> entries) {}

    static RestoreStages of(List<ArchiveEntry> entries) {
        List<ArchiveEntry> refreshes = new ArrayList<>();
        List<ArchiveEntry> privileges = new ArrayList<>();
        List<ArchiveEntry> eventTriggers = new ArrayList<>();
        List<Stage> objects = new ArrayList<>();
        for (ArchiveEntry entry : entries) {
            if (entry.ofEventTrigger()) {
                eventTriggers.add(entry);
            } else if (entry.refreshes()) {
                refreshes.add(entry);
            } else if (isOneOf(PRIVILEGES, entry)) {
                privileges.add(entry);
            } else if (!isOneOf(LEFT_OUT, entry)) {
                boolean superuser = isOneOf(BY_A_SUPERUSER, entry);
                if (objects.isEmpty() || objects.getLast().superuser() != superuser) {
                    objects.add(new Stage(superuser, new ArrayList<>()));
                }
                objects.getLast().entries().add(entry);
            }
        }
        return new RestoreStages(objects, refreshes, privileges, eventTriggers);
    }

    private static boolean isOneOf(List<String> kinds, ArchiveEntry entry) {
        return kinds.stream().anyMatch(entry::is);
    }
}
