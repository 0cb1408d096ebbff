package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** DELETE, also within a WITH clause. */
final class DeleteRows implements Rule {
    @Override
    public String id() {
        return "delete-rows";
    }

    @Override
    public Set<String> kinds() {
        return Subject.QUERIES;
    }

    @Override
    public List<String> judge(Subject subject) {
        return subject.executed("DeleteStmt").stream()
                .map(Names::relation)
                .filter(subject::mayLoseRows)
                .map(table -> "deletes rows of " + table)
                .toList();
    }
}
