package dev.stillhouse.runner.model;

import java.util.List;

/** What a step of a plan would send to the server, as far as that can be told without a database. */
public sealed interface Rendering {

    String revision();

    /**
     * The step's statements, in order and whole.
     *
     * @param statements one may hold several, if the revision sends them as one text
     */
    record Statements(String revision, List<String> statements) implements Rendering {
        public Statements {
            statements = List.copyOf(statements);
        }
    }

    /**
     * The statements are not known.
     *
     * @param problem why, in a sentence for a person
     */
    record Unknown(String revision, String problem) implements Rendering {}
}
