package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.postgres.ArchiveEntry;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dump's entries with those behind all others that nothing in it depends on and that not everybody may create: event triggers
 * and publications. pg_restore creates event triggers before it fills materialized views, and one that logs definitions would
 * write a row of that, one that forbids them would end the restore. Pure.
 */
record LeavesLast(List<ArchiveEntry> others, List<ArchiveEntry> leaves) {
    private static final List<String> SUBJECTS = List.of("event trigger ", "publication ");

    static LeavesLast of(List<ArchiveEntry> entries) {
        return new LeavesLast(
                entries.stream().filter(entry -> !entry.isOfLeaf()).toList(),
                entries.stream().filter(ArchiveEntry::isOfLeaf).toList());
    }

    List<ArchiveEntry> all() {
        return Stream.concat(others.stream(), leaves.stream()).toList();
    }

    /** What there is beside them. */
    static Contents without(Contents contents) {
        return new Contents(
                contents.tables(),
                contents.sequences(),
                contents.largeObjects(),
                without(contents.schema()),
                contents.details(),
                contents.expressions());
    }

    /** The same of the lines of a schema. */
    static List<String> without(List<String> schema) {
        return schema.stream()
                .filter(line -> SUBJECTS.stream().noneMatch(line::startsWith))
                .toList();
    }
}
