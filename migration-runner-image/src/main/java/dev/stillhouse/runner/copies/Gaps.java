package dev.stillhouse.runner.copies;

import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.contents.Exclusion;
import dev.stillhouse.runner.contents.QualifiedName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a database is not made in a copy of it, so that nothing can be said of it there.
 *
 * @param rows tables whose rows are missing, and sequences whose value is
 * @param schemas those of which nothing is there
 * @param subjects beginnings of the lines of the schema that are missing
 */
public record Gaps(Set<QualifiedName> rows, Set<String> schemas, List<String> subjects) {
    public static final Gaps NONE = new Gaps(Set.of(), Set.of(), List.of());

    public Gaps {
        rows = Set.copyOf(rows);
        schemas = Set.copyOf(schemas);
        subjects = List.copyOf(subjects);
    }

    /** What is not to be read in the copy: the user may not even be allowed to. */
    public Exclusion unread() {
        return new Exclusion(
                Set.of(), rows.stream().map(QualifiedName::toString).collect(Collectors.toSet()), Set.of());
    }

    /** What of these contents can be compared. */
    public Contents without(Contents contents) {
        return new Contents(
                contents.tables().stream()
                        .filter(table -> !isMissing(table.table()))
                        .toList(),
                contents.sequences().stream()
                        .filter(sequence -> !isMissing(sequence.sequence()))
                        .toList(),
                contents.largeObjects(),
                contents.schema().stream()
                        .filter(line -> subjects.stream().noneMatch(line::startsWith))
                        .toList(),
                contents.details(),
                contents.expressions());
    }

    private boolean isMissing(QualifiedName name) {
        return rows.contains(name) || schemas.contains(name.schema());
    }
}
