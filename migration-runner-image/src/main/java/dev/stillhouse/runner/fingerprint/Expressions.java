package dev.stillhouse.runner.fingerprint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the expressions of a schema say, each as a digest of its shape ({@link dev.stillhouse.runner.sql.Shape}).
 *
 * @param shape by which rules the shapes were made
 * @param server the major version of the server that has written the expressions
 * @param lines the thing as its line in the schema begins, a tab, what of it the expression is, a tab, the digest
 */
public record Expressions(int shape, int server, List<String> lines) {
    /** The rules of today. Whoever changes a shape counts on: digests by other rules cannot be compared. */
    public static final int SHAPE = 1;

    /** What the parser does not take has no shape, and is as any other. */
    static final String UNKNOWN = "-";

    /** What the expression of a view is. */
    static final String QUERY = "query";

    public Expressions {
        lines = List.copyOf(lines);
    }

    /** The digests, by all that stands before them. */
    Map<String, String> digests() {
        Map<String, String> digests = new HashMap<>();
        lines.forEach(line -> digests.put(key(line), line.substring(line.lastIndexOf('\t') + 1)));
        return digests;
    }

    /** Which expressions of a copy are to be read: those that are here, as no others can be compared. */
    public ExpressionReader.Choice choice() {
        Map<String, String> digests = digests();
        return (relation, key) -> digests.containsKey(key);
    }

    private static String key(String line) {
        return line.substring(0, line.lastIndexOf('\t'));
    }
}
