package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.List;

/**
 * What kinds of change a statement makes: the name of its node, and for DROP the kind of object, for ALTER TABLE each of
 * its actions, as in {@code DropStmt/OBJECT_TABLE} and {@code AlterTableStmt/AT_DropColumn}.
 */
final class Kinds {
    static final String DROP = "DropStmt";
    static final String ALTER_TABLE = "AlterTableStmt";

    private Kinds() {}

    static List<String> of(Node statement) {
        return switch (statement.kind()) {
            case DROP -> List.of(dropOf(statement.text("removeType")));
            case ALTER_TABLE ->
                statement.children("cmds").stream()
                        .map(action -> action(action.text("subtype")))
                        .distinct()
                        .toList();
            default -> List.of(statement.kind());
        };
    }

    static String dropOf(String object) {
        return DROP + "/" + object;
    }

    static String action(String subtype) {
        return ALTER_TABLE + "/" + subtype;
    }
}
