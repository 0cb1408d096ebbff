package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import dev.stillhouse.runner.sql.Statement;
import java.util.List;
import java.util.Set;

/** A statement under review, with what its rules may know of its surroundings. */
record Subject(String revision, Statement statement, Surroundings surroundings) {
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

    /** Not of a relation that the plan made itself. */
    boolean isOlder(String relation) {
        return !surroundings.changes().isNew(relation);
    }

    /** Whether something can be in the table that was there before the plan. */
    boolean mayHoldRows(String table) {
        return surroundings.mayHoldRows(table);
    }

    /** Whether something older can be taken or changed by a statement that takes or changes rows of the table. */
    boolean mayLoseRows(String table) {
        return surroundings.mayLoseRows(table);
    }

    private boolean analyzes() {
        return tree().children("options").stream()
                .anyMatch(option -> option.text("defname").equals("analyze"));
    }
}
