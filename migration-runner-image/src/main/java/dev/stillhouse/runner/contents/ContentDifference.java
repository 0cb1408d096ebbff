package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.fingerprint.DetailDifference;
import dev.stillhouse.runner.fingerprint.ExpressionDifference;
import dev.stillhouse.runner.fingerprint.SchemaDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What is different in a restored copy, a clause for each. */
public final class ContentDifference {
    private ContentDifference() {}

    /** Empty if the copy is equal. */
    public static List<String> differences(Contents backup, Contents copy) {
        List<String> differences = new ArrayList<>();
        differences.addAll(SchemaDifference.between(backup.schema(), copy.schema()));
        differences.addAll(details(backup, copy));
        ExpressionDifference expressions = expressions(backup, copy);
        if (expressions.certain()) {
            differences.addAll(expressions.clauses());
        }
        tables(differences, backup.tables(), copy.tables());
        sequences(differences, backup.sequences(), copy.sequences());
        LargeObjects expected = backup.largeObjects();
        LargeObjects actual = copy.largeObjects();
        if (expected.count() != actual.count()) {
            differences.add("the copy has " + actual.count() + " large objects, and the database " + expected.count());
        } else if (!expected.hash().equals(actual.hash())) {
            differences.add("large objects have other contents");
        }
        return differences;
    }

    /** What may be different and may be not, a sentence for each. */
    public static List<String> notes(Contents backup, Contents copy) {
        return expressions(backup, copy).notes();
    }

    private static ExpressionDifference expressions(Contents backup, Contents copy) {
        return ExpressionDifference.between(backup.expressions(), copy.expressions(), inBoth(backup, copy));
    }

    private static List<String> details(Contents backup, Contents copy) {
        List<String> expected = backup.details();
        List<String> actual = copy.details();
        if (expected == null || actual == null) {
            return List.of();
        }
        return DetailDifference.between(expected, actual, inBoth(backup, copy));
    }

    private static Set<String> inBoth(Contents backup, Contents copy) {
        Set<String> things = SchemaDifference.subjects(backup.schema());
        things.retainAll(SchemaDifference.subjects(copy.schema()));
        return things;
    }

    private static void tables(List<String> differences, List<TableContent> backup, List<TableContent> copy) {
        Map<QualifiedName, TableContent> actual = index(copy, TableContent::table, Function.identity());
        for (TableContent table : backup) {
            TableContent other = actual.remove(table.table());
            if (other == null) {
                differences.add("table " + table.table() + " was not read in the copy");
            } else if (other.rows() != table.rows()) {
                differences.add("table " + table.table() + " has " + other.rows() + " rows, and in the database "
                        + table.rows());
            } else if (!other.hash().equals(table.hash())) {
                differences.add("table " + table.table() + " has other contents in its " + table.rows() + " rows");
            }
        }
        actual.keySet().forEach(name -> differences.add("table " + name + " is in the copy only"));
    }

    private static void sequences(List<String> differences, List<SequenceContent> backup, List<SequenceContent> copy) {
        Map<QualifiedName, SequenceContent> actual = index(copy, SequenceContent::sequence, Function.identity());
        for (SequenceContent sequence : backup) {
            SequenceContent other = actual.get(sequence.sequence());
            if (other == null) {
                differences.add("sequence " + sequence.sequence() + " is missing");
            } else if (!sequence.admits(other.from())) {
                differences.add("sequence " + sequence.sequence() + " stands at " + other.from()
                        + ", and stood between " + sequence.from() + " and " + sequence.to());
            }
        }
    }

    private static <E, K, V> Map<K, V> index(List<E> elements, Function<E, K> key, Function<E, V> value) {
        Map<K, V> map = new LinkedHashMap<>();
        elements.forEach(element -> map.put(key.apply(element), value.apply(element)));
        return map;
    }
}
