package dev.stillhouse.runner.review;

import dev.stillhouse.runner.catalog.Catalog;
import dev.stillhouse.runner.catalog.Column;
import dev.stillhouse.runner.catalog.ColumnType;
import dev.stillhouse.runner.catalog.Contents;
import dev.stillhouse.runner.catalog.Questions;
import dev.stillhouse.runner.catalog.Relation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is known of the database when a statement is reached: what was in it before the plan, and what the plan's statements
 * before this one have made of it. What is asked is noted down, so that it can be looked up in a catalog that does not tell it yet.
 */
final class Surroundings {
    private final Catalog catalog;
    private final PlannedChanges changes = new PlannedChanges();
    private final Map<String, Set<String>> asked = new HashMap<>();
    private boolean askedForAnything;

    Surroundings(Catalog catalog) {
        this.catalog = catalog;
    }

    PlannedChanges changes() {
        return changes;
    }

    /** All that was asked so far and that only a catalog can answer. */
    Questions questions() {
        return new Questions(asked, askedForAnything);
    }

    /** Whether anything at all was in the database before the plan. */
    boolean mayHoldAnything() {
        askedForAnything = true;
        return catalog.contents() != Contents.NOTHING;
    }

    /** Whether there was such a table before the plan, and something may be in it. */
    boolean mayHoldRows(String table) {
        return !changes.isNew(table) && !isSurely(table, it -> isEmptyTable(it));
    }

    /** Whether something older can be taken or changed by a statement that takes or changes rows of the table. */
    boolean mayLoseRows(String table) {
        return !changes.isNew(table)
                && !(isSurely(table, it -> isEmptyTable(it) && !it.reactsWithoutRows()) && changes.reactsAsBefore());
    }

    /** Whether the column, if it was there before the plan, may have a value that is not NULL. */
    boolean mayHoldValues(String table, String column) {
        if (changes.isNew(table, column)) {
            return false;
        }
        ask(table).add(column);
        boolean known = changes.isUnchanged(table, column)
                && candidates(table).stream().anyMatch(it -> it.columns().containsKey(column));
        return !(known && isSurely(table, it -> isEmptyTable(it) || holdsNoValue(it, column)));
    }

    /** Whether an UPDATE of the table changes nothing but what it says. */
    boolean isPlain(String table) {
        return isSurely(table, it -> it.kind() == Relation.Kind.TABLE && !it.reactsToUpdates())
                && changes.reactsAsBefore();
    }

    /** Whether it is a sequence from whose column can be told how far it had come. */
    boolean belongsToColumn(String sequence) {
        return isSurely(sequence, Relation::belongsToColumn);
    }

    /** The type of the column before this statement, if there is no doubt. */
    Optional<ColumnType> type(String table, String column) {
        ask(table);
        if (!changes.isUnchanged(table, column)) {
            return Optional.empty();
        }
        List<ColumnType> types = candidates(table).stream()
                .filter(it -> it.kind() == Relation.Kind.TABLE)
                .flatMap(it -> Optional.ofNullable(it.columns().get(column)).stream())
                .map(Column::type)
                .distinct()
                .toList();
        return types.size() == 1 ? Optional.of(types.getFirst()) : Optional.empty();
    }

    private static boolean isEmptyTable(Relation relation) {
        return relation.kind() == Relation.Kind.TABLE && relation.contents() == Contents.NOTHING;
    }

    private static boolean holdsNoValue(Relation relation, String column) {
        Column known = relation.columns().get(column);
        // A generated column may be computed from this one, and goes with it on older servers.
        return relation.kind() == Relation.Kind.TABLE
                && (known == null || known.contents() == Contents.NOTHING && !relation.computes());
    }

    /** Of everything that the name may mean, and it means something. */
    private boolean isSurely(String relation, Predicate<Relation> what) {
        ask(relation);
        List<Relation> candidates = candidates(relation);
        return changes.isUnchanged(relation)
                && !candidates.isEmpty()
                && candidates.stream().allMatch(what);
    }

    private List<Relation> candidates(String relation) {
        return catalog.named(relation);
    }

    private Set<String> ask(String relation) {
        return asked.computeIfAbsent(relation, it -> new HashSet<>());
    }
}
