package dev.stillhouse.runner.postgres;

import java.util.ArrayList;
import java.util.List;

/** The statements in a script of pg_restore's, without those that make its session ready. Pure. */
final class Scripts {
    private static final List<String> OF_THE_SESSION = List.of("SET ", "SELECT pg_catalog.set_config(");

    private Scripts() {}

    /** Each on one line, with its semicolon. Only for definitions: a text with line ends would be another one. */
    static List<String> statements(List<String> script) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : script) {
            // A comment, or a command of psql's.
            if (statement.isEmpty() && (line.isBlank() || line.startsWith("--") || line.startsWith("\\"))) {
                continue;
            }
            statement.append(statement.isEmpty() ? "" : " ").append(line.strip());
            if (line.endsWith(";")) {
                String whole = statement.toString();
                statement.setLength(0);
                if (OF_THE_SESSION.stream().noneMatch(whole::startsWith)) {
                    statements.add(whole);
                }
            }
        }
        return statements;
    }
}
