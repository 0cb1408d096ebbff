package dev.stillhouse.runner.postgres;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells from the words of a program, which have no error code, whether a server could not write one of its files. pg_restore says
 * what the server said, in the server's language: what is in none of them is the file's path, in quotes.
 */
public final class FullDisk {
    private static final String FILE =
            "(?:base/(?:\\d+/\\d+(?:_[a-z]+)?(?:\\.\\d+)?|pgsql_tmp[^\"»«“”]*)|pg_tblspc/\\d+/PG_[^\"»«“”]*|pg_wal/[^\"»«“”]*)";
    private static final Pattern TOLD =
            Pattern.compile("No space left on device|[\"»«„“”]\\h?" + FILE + "\\h?[\"»«“”]");

    /** The word for a relation, of a page that is damaged; and what in English is no writing. */
    private static final Pattern OF_OTHER_THINGS = Pattern.compile(
            "could not (?:access|open|read|seek|stat)|Too many open files|\\b(?i:rela(?:tion|ción|zione|ção|cji|ce)s?)\\h?[\"»«„“”]"
                    + "|отношени|відношен|リレーション|关系|關係|릴레이션|ilişki|ურთიერთობ");

    /** The labels are the client's, who speaks English; what is behind them may be values of rows. */
    private static final Pattern BESIDE_THE_ERROR =
            Pattern.compile("^\\h*(?:pg_restore: )?(?i:detail|hint|context|query|statement|line \\d+|command was):");

    private FullDisk() {}

    /** Also where the disk itself is broken, or a quota of the operating system's is used up. */
    public static boolean isToldBy(String words) {
        return Stream.of(words.split("\\R| \\| "))
                .filter(line -> !BESIDE_THE_ERROR.matcher(line).find())
                .filter(line -> !OF_OTHER_THINGS.matcher(line).find())
                .anyMatch(line -> TOLD.matcher(line).find());
    }
}
