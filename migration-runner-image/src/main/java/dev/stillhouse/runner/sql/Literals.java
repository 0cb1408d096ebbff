package dev.stillhouse.runner.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of SQL, and what stands in its string literals and comments. It reads no more of PostgreSQL's lexical rules than it
 * takes to find the two: whether it has read them rightly is for the parser to say.
 */
final class Literals {
    /** In place of what a literal holds. */
    private static final String HIDDEN = "…";

    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$");
    /** Where drivers put values that go apart from the text: no SQL, so that a parameter of PostgreSQL stands for it. */
    private static final Pattern PLACEHOLDER = Pattern.compile("%\\([^()]*\\)s|%s(?![\\p{L}\\p{N}_])");

    private final String sql;
    private final StringBuilder shown = new StringBuilder();
    private final StringBuilder parsable = new StringBuilder();
    private final StringBuilder blanked = new StringBuilder();
    private final List<String> contents = new ArrayList<>();
    private int at;

    private Literals(String sql) {
        this.sql = sql;
    }

    static Literals of(String sql) {
        Literals literals = new Literals(sql);
        while (literals.at < sql.length()) {
            int from = literals.at;
            literals.next();
            int length = literals.at - from;
            literals.blanked.append(length == 1 ? String.valueOf(sql.charAt(from)) : " ".repeat(length));
        }
        return literals;
    }

    /** The text with nothing in its literals, and without comments. */
    String shown() {
        return shown.toString();
    }

    /** The same as PostgreSQL would accept it. */
    String parsable() {
        return parsable.toString();
    }

    /** The same text, with blanks in place of literals, quoted names and comments: all else stands where it stood. */
    String blanked() {
        return blanked.toString();
    }

    /** What stood in the literals. */
    List<String> contents() {
        return List.copyOf(contents);
    }

    private void next() {
        char next = sql.charAt(at);
        if (sql.startsWith("--", at)) {
            at = sql.indexOf('\n', at) < 0 ? sql.length() : sql.indexOf('\n', at);
        } else if (sql.startsWith("/*", at)) {
            at = endOfComment();
            put(" ");
        } else if (next == '"') {
            int end = endOfQuotes('"', false);
            put(end < 0 ? "\"" : sql.substring(at, end));
            at = end < 0 ? sql.length() : end;
        } else if (next == '\'') {
            int end = endOfQuotes('\'', hasEscapes());
            hide(at + 1, end < 0 ? end : end - 1, "'");
        } else if (next == '$' && !isInWord(at)) {
            dollar();
        } else if (next == '%') {
            percent();
        } else {
            put(String.valueOf(next));
            at++;
        }
    }

    private void dollar() {
        Matcher quote = DOLLAR_QUOTE.matcher(sql).region(at, sql.length());
        if (!quote.lookingAt()) {
            put("$");
            at++;
            return;
        }
        int end = sql.indexOf(quote.group(), quote.end());
        hide(quote.end(), end, quote.group());
    }

    private void percent() {
        Matcher placeholder = PLACEHOLDER.matcher(sql).region(at, sql.length());
        if (placeholder.lookingAt()) {
            shown.append(placeholder.group());
            parsable.append("$1");
            at = placeholder.end();
        } else {
            put("%");
            at++;
        }
    }

    /** @param to where the closing quote is; negative if there is none, which the parser will not take */
    private void hide(int from, int to, String quote) {
        if (to < 0) {
            put(quote);
            at = sql.length();
            return;
        }
        if (from < to) {
            contents.add(sql.substring(from, to));
        }
        put(quote + (from < to ? HIDDEN : "") + quote);
        at = to + quote.length();
    }

    private void put(String text) {
        shown.append(text);
        parsable.append(text);
    }

    /** Behind the closing quote; negative if there is none. */
    private int endOfQuotes(char quote, boolean escapes) {
        int end = at + 1;
        while (end < sql.length()) {
            char next = sql.charAt(end);
            if (next == quote && end + 1 < sql.length() && sql.charAt(end + 1) == quote || escapes && next == '\\') {
                end += 2;
            } else if (next == quote) {
                return end + 1;
            } else {
                end++;
            }
        }
        return -1;
    }

    private int endOfComment() {
        int depth = 0;
        int end = at;
        do {
            if (sql.startsWith("/*", end)) {
                depth++;
                end += 2;
            } else if (sql.startsWith("*/", end)) {
                depth--;
                end += 2;
            } else {
                end++;
            }
        } while (depth > 0 && end < sql.length());
        return Math.min(end, sql.length());
    }

    /** Of E'…', in which a backslash takes the meaning from a quote. */
    private boolean hasEscapes() {
        return at > 0 && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E') && !isInWord(at - 1);
    }

    private boolean isInWord(int position) {
        if (position == 0) {
            return false;
        }
        char before = sql.charAt(position - 1);
        return Character.isLetterOrDigit(before) || before == '_' || before == '$';
    }
}
