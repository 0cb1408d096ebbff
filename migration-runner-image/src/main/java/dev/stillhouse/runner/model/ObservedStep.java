package dev.stillhouse.runner.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What a step has sent in a copy of the database.
 *
 * @param statements in order, without those that keep Alembic's own table
 * @param leftOut how many more there were
 */
public record ObservedStep(String revision, List<ObservedStatement> statements, int leftOut) {
    public ObservedStep {
        statements = List.copyOf(statements);
    }

    /** What was sent, for a person, with remarks on what is there once and was sent more often. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (ObservedStatement statement : statements) {
            texts.add(
                    statement.times() == 1
                            ? statement.sql()
                            : statement.sql() + ";\n-- " + statement.times() + " times");
        }
        if (leftOut > 0) {
            texts.add("-- and " + leftOut + " more");
        }
        return texts;
    }
}
