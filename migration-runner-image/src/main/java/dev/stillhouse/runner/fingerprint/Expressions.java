package dev.stillhouse.runner.fingerprint;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a schema say, each as a digest of its shape ({@link dev.stillhouse.runner.sql.Shape}).
 *
 * @param shape by which rules the shapes were made
 * @param server the major version of the server that has written the expressions
 * @param lines the thing as its line in the schema begins, a tab, what of it the expression is, a tab, the digest; sorted
 */
public record Expressions(int shape, int server, List<String> lines) {
    /** The rules of today. Whoever changes a shape counts on: digests by other rules cannot be compared. */
    public static final int SHAPE = 1;

    /** What the parser does not take has no shape, nor has what was changed meanwhile: it is as any other. */
    static final String UNKNOWN = "-";

    /** What the expression of a view is. */
    static final String QUERY = "query";

    public Expressions {
        lines = lines.stream().sorted().toList();
    }

    /** By all that stands before it; null if there is none. Of hundreds of thousands nothing is held a second time. */
    @Nullable
    String digest(String key) {
        String start = key + '\t';
        int found = Collections.binarySearch(lines, start);
        for (int at = found < 0 ? -found - 1 : found;
                at < lines.size() && lines.get(at).startsWith(start);
                at++) {
            if (key(lines.get(at)).equals(key)) {
                return digestIn(lines.get(at));
            }
        }
        return null;
    }

    /** The same, but of these things it is not known what they say. */
    public Expressions without(Set<String> things) {
        return things.isEmpty()
                ? this
                : new Expressions(
                        shape,
                        server,
                        lines.stream()
                                .map(line -> things.contains(line.substring(0, line.indexOf('\t')))
                                        ? key(line) + '\t' + UNKNOWN
                                        : line)
                                .toList());
    }

    /** Which expressions of a copy are to be read: those that are here, as no others can be compared. */
    public ExpressionReader.Choice choice() {
        return (relation, key) -> digest(key) != null;
    }

    static String key(String line) {
        return line.substring(0, line.lastIndexOf('\t'));
    }

    static String digestIn(String line) {
        return line.substring(line.lastIndexOf('\t') + 1);
    }
}
