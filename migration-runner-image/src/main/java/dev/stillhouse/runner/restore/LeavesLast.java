package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.postgres.ArchiveEntry;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dump's entries with the event triggers behind all others. pg_restore creates them before it fills materialized views, and
 * one that logs definitions would write a row of that, one that forbids them would end the restore. Pure.
 */
record EventTriggersLast(List<ArchiveEntry> others, List<ArchiveEntry> eventTriggers) {
    private static final String SUBJECT = "event trigger ";

    static EventTriggersLast of(List<ArchiveEntry> entries) {
        return new EventTriggersLast(
                entries.stream().filter(entry -> !entry.ofEventTrigger()).toList(),
                entries.stream().filter(ArchiveEntry::ofEventTrigger).toList());
    }

    List<ArchiveEntry> all() {
        return Stream.concat(others.stream(), eventTriggers.stream()).toList();
    }

    /** What is to be there before them. */
    static Contents without(Contents contents) {
        return new Contents(
                contents.tables(),
                contents.sequences(),
                contents.largeObjects(),
                contents.schema().stream()
                        .filter(line -> !line.startsWith(SUBJECT))
                        .toList(),
                contents.details());
    }
}
