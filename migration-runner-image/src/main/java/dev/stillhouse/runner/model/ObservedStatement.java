package dev.stillhouse.runner.model;

import java.util.List;

/**
 * A statement that a step has sent in a copy of the database, and what it did to tables that were there before the plan. They are
 * called what they were called then.
 *
 * @param sql as it was sent, with {@code $1} in the place of parameters
 * @param times how often in a row
 * @param autocommit whether it ran without a transaction: which locks it has held is not seen then
 * @param locks those that its transaction has held from then on
 * @param rewritten tables of which everything was written anew
 * @param scanned tables that were read from one end to the other
 */
public record ObservedStatement(
        String sql, int times, boolean autocommit, List<Lock> locks, List<Table> rewritten, List<Table> scanned) {
    public ObservedStatement {
        locks = List.copyOf(locks);
        rewritten = List.copyOf(rewritten);
        scanned = List.copyOf(scanned);
    }

    /** A table by its own names, as they are in the catalog. */
    public record Table(String schema, String name) {
        @Override
        public String toString() {
            return schema + "." + name;
        }
    }

    /**
     * A lock on a table.
     *
     * @param mode as pg_locks calls it: {@code AccessExclusiveLock}
     */
    public record Lock(String mode, Table table) {}
}
