package dev.stillhouse.runner.sql;

import java.util.List;

/** What the parser made of a text. */
public sealed interface Parse {

    /** The text is SQL, of any number of statements. */
    record Accepted(List<Statement> statements) implements Parse {
        public Accepted {
            statements = List.copyOf(statements);
        }
    }

    /**
     * The text is no SQL that PostgreSQL accepts.
     *
     * @param message the server's message, such as {@code syntax error at or near "FORM"}
     */
    record Rejected(String message) implements Parse {}
}
