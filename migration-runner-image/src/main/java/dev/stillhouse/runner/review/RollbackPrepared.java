package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** The changes of a prepared transaction, which somebody else left for later, are thrown away. */
final class RollbackPrepared implements Rule {
    @Override
    public String id() {
        return "rollback-prepared";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("TransactionStmt");
    }

    @Override
    public List<String> judge(Subject subject) {
        if (!subject.tree().text("kind").equals("TRANS_STMT_ROLLBACK_PREPARED")) {
            return List.of();
        }
        return List.of("throws away the prepared transaction " + subject.tree().text("gid"));
    }
}
