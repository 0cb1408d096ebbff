package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.Set;

/** A statement with which a transaction is over, and with it the locks that it holds. */
final class TransactionEnd {
    private static final Set<String> KINDS = Set.of("TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_PREPARE");

    private TransactionEnd() {}

    static boolean is(Node tree) {
        return tree.is("TransactionStmt") && KINDS.contains(tree.text("kind"));
    }
}
