package dev.stillhouse.runner.contents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is left out of a backup that has all the rest.
 *
 * @param rows the tables whose rows are left out; of a partitioned one its partitions
 * @param definitions the tables that are left out with their definitions, as the user may not lock them; partitioned ones too
 * @param sequences where these stand is left out: the user may not read it, or their tables have no definition in it
 */
public record ExcludedNames(List<QualifiedName> rows, List<QualifiedName> definitions, List<QualifiedName> sequences) {
    private static final int NAMED = 5;

    public ExcludedNames {
        rows = List.copyOf(rows);
        definitions = List.copyOf(definitions);
        sequences = List.copyOf(sequences);
    }

    /** Whether no more is left out than by other names. */
    public boolean isWithin(Collection<QualifiedName> others) {
        Set<QualifiedName> more = new HashSet<>(rows);
        more.addAll(definitions);
        others.forEach(more::remove);
        return more.isEmpty();
    }

    /** What leaves the same rows out of a reading of a copy. */
    public Exclusion again() {
        return new Exclusion(
                Set.of(), rows.stream().map(QualifiedName::toString).collect(Collectors.toSet()), Set.of());
    }

    /** For a person, as a sentence. */
    public String sentence() {
        List<String> clauses = new ArrayList<>();
        if (!rows.isEmpty()) {
            clauses.add("the rows of " + some(rows));
        }
        if (!definitions.isEmpty()) {
            clauses.add("the definition of " + some(definitions) + ", which the user may not read");
        }
        if (!sequences.isEmpty()) {
            clauses.add("where the sequence " + some(sequences) + " stands");
        }
        return "Not in it, as spec.backup.exclude has it: " + String.join("; ", clauses) + ".";
    }

    private static String some(List<QualifiedName> names) {
        List<String> first =
                names.stream().limit(NAMED).map(QualifiedName::toString).toList();
        int more = names.size() - first.size();
        return String.join(", ", first) + (more == 0 ? "" : " and " + more + " more");
    }
}
