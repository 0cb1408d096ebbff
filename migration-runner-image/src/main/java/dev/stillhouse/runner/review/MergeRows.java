package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.List;
import java.util.Set;

/** MERGE loses something if one of its branches updates or deletes. */
final class MergeRows implements Rule {
    private static final Set<String> HARMLESS = Set.of("CMD_INSERT", "CMD_NOTHING");

    @Override
    public String id() {
        return "merge-rows";
    }

    @Override
    public Set<String> kinds() {
        return Subject.QUERIES;
    }

    @Override
    public List<String> judge(Subject subject) {
        return subject.executed("MergeStmt").stream()
                .filter(MergeRows::changes)
                .map(Names::relation)
                .filter(subject::mayLoseRows)
                .map(table -> "overwrites or deletes rows of " + table)
                .toList();
    }

    private static boolean changes(Node merge) {
        return merge.children("mergeWhenClauses").stream()
                .map(branch -> branch.text("commandType"))
                .anyMatch(command -> !HARMLESS.contains(command));
    }
}
