package dev.stillhouse.runner.model;

import java.util.List;

/**
 * What a step has sent in a copy of the database.
 *
 * @param statements in order, without those that keep Alembic's own table
 * @param leftOut how many more there were
 * @param varies whether they would be others the next time, as the revision asks for the time, chance or the machine
 */
public record ObservedStep(String revision, List<ObservedStatement> statements, int leftOut, boolean varies) {
    public ObservedStep {
        statements = List.copyOf(statements);
    }

    /** The texts; one that was sent several times in a row is there once. */
    public List<String> sent() {
        return statements.stream().map(ObservedStatement::sql).toList();
    }
}
