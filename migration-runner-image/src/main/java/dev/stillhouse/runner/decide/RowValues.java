package dev.stillhouse.runner.decide;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of PostgreSQL's errors may be told. They repeat values of rows, and reports, events and logs are read by others than the
 * database is: table, column and constraint may be known, what stood there may not. The bridge does the same for the
 * project's errors (row_values.py).
 */
public final class RowValues {
    public static final String HIDDEN = "***";
    public static final String LEFT_OUT = "(left out, as it may hold values of rows)";

    /** Classes whose details and hints are names, sessions and limits. Everywhere else it may be a row. */
    private static final List<String> DETAILS_OF_NAMES =
            List.of("08", "0A", "25", "28", "2B", "3D", "3F", "40", "42", "53", "54", "55", "57", "58");

    /** Data that is not what it should be, and what functions in other languages raised over it. */
    private static final List<String> MESSAGES_OF_VALUES = List.of("22", "38", "39");

    /** Of text that is read as a statement; others, such as tsquery's, repeat values. */
    private static final String SYNTAX = "42601";

    private static final String SYNTAX_OF_STATEMENT = "syntax error at or near ";

    /** A name in these may have been made from a row, and put into a statement. */
    private static final String NAMES = "42";

    private static final Pattern PUT_TOGETHER = Pattern.compile("^(?:PL/pgSQL|SQL)\\b", Pattern.MULTILINE);

    /** What stands before a quoted name; before a quoted value is a colon, or nothing that says what it is. */
    private static final Pattern NAMED = Pattern.compile(
            "\\b(aggregate|class|collation|column|configuration|constraint|conversion|database|dictionary|directory|domain"
                    + "|encoding|enum|extension|family|file|for|function|index|language|method|near|operator|option"
                    + "|parameter|policy|procedure|publication|relation|role|rule|schema|sequence|server|subscription"
                    + "|table|tablespace|template|trigger|type|user|variable|view|wrapper) $");

    private static final Pattern QUOTE = Pattern.compile("[\"'\u00ab\u00bb\u201e\u201c\u201d]");
    private static final Pattern BARE =
            Pattern.compile("(?<=\\bvalue )-?\\d[\\d.]*|\\b0x[0-9a-fA-F]+(?: 0x[0-9a-fA-F]+)*");

    private RowValues() {}

    /**
     * Whether detail and hint of such an error hold no row.
     *
     * @param where what the server was in when it happened, if it said so
     */
    public static boolean mayBeDetailed(@Nullable String sqlState, String message, @Nullable String where) {
        return sqlState != null
                && DETAILS_OF_NAMES.stream().anyMatch(sqlState::startsWith)
                && !mayBeOfARow(sqlState, message, where);
    }

    /**
     * The first line of such an error, or all of it if it is not known what it is.
     *
     * @param where what the server was in when it happened, if it said so
     */
    public static String message(@Nullable String sqlState, String text, @Nullable String where) {
        if (sqlState != null && mayBeOfARow(sqlState, text, where)) {
            return masked(text, false);
        }
        boolean masked = sqlState == null || MESSAGES_OF_VALUES.stream().anyMatch(sqlState::startsWith);
        return masked ? masked(text) : text;
    }

    /** Whether even the names in it may have been made of values. */
    private static boolean mayBeOfARow(String sqlState, String text, @Nullable String where) {
        return sqlState.equals(SYNTAX) && !text.startsWith(SYNTAX_OF_STATEMENT)
                || sqlState.startsWith(NAMES)
                        && where != null
                        && PUT_TOGETHER.matcher(where).find();
    }

    /** The text without what is quoted in it, from the first that is no name to the last. */
    public static String masked(String text) {
        return masked(text, true);
    }

    private static String masked(String text, boolean named) {
        String bare = BARE.matcher(text).replaceAll(HIDDEN);
        List<Integer> quotes =
                QUOTE.matcher(bare).results().map(it -> it.start()).toList();
        for (int i = 0; i < quotes.size(); i += 2) {
            int begin = quotes.get(i);
            Matcher name = NAMED.matcher(bare).region(0, begin);
            if (!named || !name.find()) {
                // One that is not closed goes on in another line.
                boolean closed = quotes.size() > i + 1;
                return bare.substring(0, begin + 1) + HIDDEN + (closed ? bare.substring(quotes.getLast()) : "");
            }
        }
        return bare;
    }
}
