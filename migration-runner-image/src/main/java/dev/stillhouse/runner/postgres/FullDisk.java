package dev.stillhouse.runner.postgres;

import java.util.regex.Pattern;

/**
 * Tells from the words of a program, which have no error code, whether a server could not write one of its files. pg_restore says
 * what the server said, in the server's language: what is in none of them is the file's path.
 */
public final class FullDisk {
    private static final Pattern TOLD =
            Pattern.compile("No space left on device|\\b(?:base/(?:\\d+/\\d|pgsql_tmp)|pg_tblspc/\\d+/PG_|pg_wal/)");

    private FullDisk() {}

    /** Also where the disk itself is broken, or a quota of the operating system's is used up. */
    public static boolean isToldBy(String words) {
        return TOLD.matcher(words).find();
    }
}
