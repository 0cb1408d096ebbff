package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tables that a step has made itself. A name is followed only as long as it can mean nothing else: whatever could
 * rename, hide or fill a table in another way than row by row makes all of them forgotten. Outside of a transaction, and after
 * a savepoint, nothing is followed: there a step may go on after the table was not made, as it was there.
 */
final class NewTables {
    private static final Set<String> FOLLOWED = Set.of(
            "CommentStmt",
            "CreateSeqStmt",
            "CreateStmt",
            "DeleteStmt",
            "IndexStmt",
            "InsertStmt",
            "TruncateStmt",
            "UpdateStmt",
            Kinds.dropOf("OBJECT_INDEX"),
            Kinds.dropOf("OBJECT_TABLE"),
            Kinds.action("AT_AddColumn"),
            Kinds.action("AT_AddConstraint"),
            Kinds.action("AT_AlterColumnType"),
            Kinds.action("AT_ColumnDefault"),
            Kinds.action("AT_DropColumn"),
            Kinds.action("AT_DropConstraint"),
            Kinds.action("AT_DropNotNull"),
            Kinds.action("AT_SetNotNull"));

    private static final Set<String> BEGINNINGS = Set.of("TRANS_STMT_BEGIN", "TRANS_STMT_START");

    private final Set<String> names = new HashSet<>();
    private boolean failuresEnd = true;

    Set<String> names() {
        return names;
    }

    void forget() {
        names.clear();
    }

    /** Takes note of what the statement makes of the names, after it was judged. */
    void follow(Subject subject) {
        Node tree = subject.tree();
        if (tree.is("TransactionStmt")) {
            failuresEnd = BEGINNINGS.contains(tree.text("kind"));
        }
        if (!FOLLOWED.containsAll(Kinds.of(tree)) || FunctionCall.isIn(subject)) {
            forget();
        } else if (tree.is("CreateStmt") && failuresEnd && isSurelyNew(tree)) {
            names.add(Names.relation(tree));
        } else if (tree.is(Kinds.DROP)) {
            drop(tree.children("objects").stream().map(Names::object).toList());
        }
    }

    /** A table may be dropped under another name than it was made with, and then a name that is kept means an older one. */
    private void drop(List<String> dropped) {
        if (names.containsAll(dropped)) {
            dropped.forEach(names::remove);
        } else {
            forget();
        }
    }

    /** Neither was there before, nor goes away with a transaction, nor takes rows of others with it. */
    private static boolean isSurelyNew(Node create) {
        return !create.flag("if_not_exists")
                && create.text("oncommit").equals("ONCOMMIT_NOOP")
                && !create.has("inhRelations");
    }
}
