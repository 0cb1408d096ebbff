package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Code whose statements are not in the plan. */
final class DynamicSql implements Rule {
    private static final Map<String, String> MESSAGES = Map.of(
            "CallStmt", "calls a procedure, which can do anything",
            "DoStmt", "runs a DO block, which can do anything",
            "ExecuteStmt", "runs a prepared statement, which can be any",
            "LoadStmt", "loads a library into the server, which can do anything");

    @Override
    public String id() {
        return "dynamic-sql";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("CallStmt", "CreateTableAsStmt", "DoStmt", "ExecuteStmt", "ExplainStmt", "LoadStmt");
    }

    @Override
    public List<String> judge(Subject subject) {
        return subject.executed().stream()
                .map(node -> MESSAGES.getOrDefault(node.kind(), ""))
                .filter(message -> !message.isEmpty())
                .toList();
    }
}
