package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import dev.stillhouse.runner.sql.Statement;
import java.util.List;
import java.util.Set;

/**
 * A statement under review, with what its rules may know of its surroundings.
 *
 * @param newTables names of tables that the same step made before this statement, so that nothing older is in them
 */
record Subject(String revision, Statement statement, Set<String> newTables) {
    /** Statements that carry out everything within them, such as a DELETE in a WITH clause. */
    static final Set<String> QUERIES = Set.of(
            "CopyStmt",
            "CreateTableAsStmt",
            "DeclareCursorStmt",
            "DeleteStmt",
            "ExplainStmt",
            "InsertStmt",
            "MergeStmt",
            "SelectStmt",
            "UpdateStmt");

    Subject {
        newTables = Set.copyOf(newTables);
    }

    Node tree() {
        return statement.tree();
    }

    /** The parts that take effect when the statement is run; the body of a function that it defines is none. */
    List<Node> executed() {
        if (tree().is("ExplainStmt") && !analyzes()) {
            return List.of();
        }
        return QUERIES.contains(tree().kind()) ? tree().withDescendants() : List.of(tree());
    }

    List<Node> executed(String kind) {
        return executed().stream().filter(node -> node.is(kind)).toList();
    }

    /** Not of a table that the step made itself. */
    boolean isOlder(String table) {
        return !newTables.contains(table);
    }

    private boolean analyzes() {
        return tree().children("options").stream()
                .anyMatch(option -> option.text("defname").equals("analyze"));
    }
}
