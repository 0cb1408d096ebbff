package dev.stillhouse.runner.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the clauses of a statement may begin: words that stand in no parentheses, quotes or comments. */
public final class TopLevel {
    private static final Pattern TOKEN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*|[()\\[\\]]");

    private TopLevel() {}

    /**
     * One of them.
     *
     * @param text in capitals
     * @param end behind it
     */
    public record Word(String text, int start, int end) {}

    public static List<Word> words(String sql) {
        List<Word> words = new ArrayList<>();
        Matcher token = TOKEN.matcher(Literals.of(sql).blanked());
        int depth = 0;
        while (token.find()) {
            switch (token.group()) {
                case "(", "[" -> depth++;
                case ")", "]" -> depth--;
                default -> {
                    if (depth == 0) {
                        words.add(new Word(token.group().toUpperCase(Locale.ROOT), token.start(), token.end()));
                    }
                }
            }
        }
        return words;
    }
}
