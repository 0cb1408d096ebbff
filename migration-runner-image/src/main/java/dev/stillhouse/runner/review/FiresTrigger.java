package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.List;
import java.util.Set;

/**
 * Rows for a table to which the plan itself has given a trigger or a rule: it runs for the first time, and can change other
 * tables. In a first installation there is nothing to change. UPDATE and DELETE of such a table are found by their own rules.
 */
final class FiresTrigger implements Rule {
    private static final Set<String> ADD = Set.of("InsertStmt", "MergeStmt");

    @Override
    public String id() {
        return "fires-trigger";
    }

    @Override
    public Set<String> kinds() {
        return Subject.QUERIES;
    }

    @Override
    public List<String> judge(Subject subject) {
        return subject.executed().stream()
                .filter(FiresTrigger::addsRows)
                .map(Names::relation)
                .filter(subject.surroundings().changes()::reactsToInserts)
                .filter(table -> subject.surroundings().mayHoldAnything())
                .distinct()
                .map(table -> "adds rows to " + table
                        + ", which sets off a trigger or a rule of this plan that can change other tables")
                .toList();
    }

    private static boolean addsRows(Node node) {
        return ADD.contains(node.kind()) || node.is("CopyStmt") && node.flag("is_from");
    }
}
