package dev.stillhouse.runner.rehearsal;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import dev.stillhouse.report.RunReport.Rehearsal;
import dev.stillhouse.report.RunReport.TableLock;
import dev.stillhouse.runner.model.ObservedStatement;
import dev.stillhouse.runner.model.ObservedStatement.Lock;
import dev.stillhouse.runner.model.ObservedStatement.Table;
import dev.stillhouse.runner.model.ObservedStep;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The locks of steps for which others have to wait who read or write a table. Pure. */
final class TableLocks {
    /**
     * From the weakest to the strongest; weaker ones let everybody read and write. PostgreSQL documentation, section "Explicit
     * Locking".
     */
    private static final List<String> MODES = List.of("SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE");

    private static final List<String> IN_PG_LOCKS =
            List.of("ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock");

    private TableLocks() {}

    /** Those of one step, for each table the strongest, the worst first. */
    static List<TableLock> of(ObservedStep step) {
        Map<Table, TableLock> locks = new LinkedHashMap<>();
        for (ObservedStatement statement : step.statements()) {
            for (Lock lock : statement.locks()) {
                int mode = IN_PG_LOCKS.indexOf(lock.mode());
                if (mode >= 0) {
                    locks.merge(lock.table(), locked(lock.table(), mode, step, statement), TableLocks::both);
                }
            }
            if (statement.autocommit()) {
                // Its locks were gone when it was looked. Nobody writes a table anew without the strongest.
                statement
                        .rewritten()
                        .forEach(table ->
                                locks.merge(table, locked(table, MODES.size() - 1, step, statement), TableLocks::both));
            }
        }
        return sorted(locks.values());
    }

    /** Those of all steps, for each table the strongest, the worst first, as many as are told of a run. */
    static List<TableLock> worst(List<ObservedStep> steps) {
        Map<String, TableLock> locks = new LinkedHashMap<>();
        steps.stream()
                .flatMap(step -> of(step).stream())
                .forEach(lock -> locks.merge(lock.table(), lock, TableLocks::both));
        return sorted(locks.values()).stream().limit(Rehearsal.LOCKS).toList();
    }

    private static TableLock locked(Table table, int mode, ObservedStep step, ObservedStatement under) {
        return new TableLock(
                table.toString(),
                MODES.get(mode),
                step.revision(),
                under.rewritten().contains(table),
                under.scanned().contains(table));
    }

    private static TableLock both(TableLock first, TableLock second) {
        TableLock stronger = strength(second) > strength(first) ? second : first;
        return new TableLock(
                stronger.table(),
                stronger.mode(),
                stronger.revision(),
                first.rewritten() || second.rewritten(),
                first.scanned() || second.scanned());
    }

    private static int strength(TableLock lock) {
        return MODES.indexOf(lock.mode());
    }

    private static List<TableLock> sorted(Collection<TableLock> locks) {
        return locks.stream()
                .sorted(comparing((TableLock lock) -> !lock.rewritten())
                        .thenComparing(lock -> !lock.scanned())
                        .thenComparing(comparingInt(TableLocks::strength).reversed())
                        .thenComparing(TableLock::table))
                .toList();
    }
}
