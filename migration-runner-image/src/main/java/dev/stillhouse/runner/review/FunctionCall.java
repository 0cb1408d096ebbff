package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A query that calls a function which is not known to be harmless: it can do anything. */
final class FunctionCall implements Rule {
    @Override
    public String id() {
        return "function-call";
    }

    @Override
    public Set<String> kinds() {
        return Subject.QUERIES;
    }

    @Override
    public List<String> judge(Subject subject) {
        return unknown(subject)
                .map(name -> "calls the function " + name + ", of which it is not known what it does")
                .toList();
    }

    /** Whether the statement calls such a function. */
    static boolean isIn(Subject subject) {
        return unknown(subject).findAny().isPresent();
    }

    /** The same of a statement of any kind: ALTER TABLE … USING evaluates one for each row. */
    static boolean isAnywhereIn(Node statement) {
        return unknown(statement.withDescendants().stream().filter(node -> node.is("FuncCall")))
                .findAny()
                .isPresent();
    }

    private static Stream<String> unknown(Subject subject) {
        return unknown(subject.executed("FuncCall").stream());
    }

    private static Stream<String> unknown(Stream<Node> calls) {
        return calls.map(Names::function)
                .filter(name -> !HarmlessFunctions.include(name) && !LargeObject.FUNCTIONS.contains(unqualified(name)))
                .distinct();
    }

    static String unqualified(String name) {
        return name.startsWith("pg_catalog.") ? name.substring("pg_catalog.".length()) : name;
    }
}
