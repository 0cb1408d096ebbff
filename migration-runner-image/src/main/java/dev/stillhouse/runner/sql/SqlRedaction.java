package dev.stillhouse.runner.sql;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of SQL what stands in string literals, passwords among them, and in comments. What is left has to be SQL that
 * PostgreSQL's parser accepts: otherwise nobody knows where a literal ended, and the statement is left out whole.
 */
public final class SqlRedaction {
    static final String UNPARSABLE =
            "-- LEFT OUT: a statement that cannot be parsed, so that its literals cannot be told from the rest.";
    static final String COMMENT = "-- LEFT OUT: a comment.";

    /** What is told of statements, and is none of theirs: how often one ran, how many more there were. */
    private static final Pattern REMARK =
            Pattern.compile("(?:^|(?<=\\n))-- (?:\\d+ times|and \\d+ more|It did not come to its end\\.)$");
    /** Shorter ones are in too many words. */
    private static final int SHORTEST = 3;

    private final SqlParser parser = new SqlParser();

    /** One statement or several, with remarks. */
    public String sql(String text) {
        var remark = REMARK.matcher(text);
        if (!remark.find()) {
            return withoutRemark(text);
        }
        String statement = text.substring(0, remark.start()).strip();
        return statement.isEmpty() ? remark.group() : withoutRemark(statement) + "\n" + remark.group();
    }

    private String withoutRemark(String statement) {
        Literals literals = Literals.of(statement);
        String shown = literals.shown().strip();
        if (shown.isEmpty()) {
            return COMMENT;
        }
        return parser.parse(literals.parsable()) instanceof Parse.Accepted ? shown : UNPARSABLE;
    }

    /** A text about a statement: servers like to repeat the values in it. */
    public static String message(String message, String statement) {
        String clean = message;
        for (String literal : contents(statement)) {
            clean = clean.replace(literal, "…");
        }
        return clean;
    }

    private static List<String> contents(String statement) {
        return Literals.of(statement).contents().stream()
                .filter(literal -> literal.length() >= SHORTEST)
                .distinct()
                .toList();
    }
}
