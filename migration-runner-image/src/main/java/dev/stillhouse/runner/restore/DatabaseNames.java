package dev.stillhouse.runner.restore;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of the databases of one restore.
 *
 * @param database the one of the URL
 * @param fresh the one that the backup is restored into
 * @param kept what {@code database} is called after the swap
 */
record DatabaseNames(String database, String fresh, String kept) {
    /** PostgreSQL cuts longer names off. */
    static final int MAX_BYTES = 63;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
    private static final String FRESH = "_restore_";
    private static final String KEPT = "_before_";
    private static final int STAMP_LENGTH = "yyyyMMdd_HHmmss".length();

    /**
     * Names with the time in them, or with the first second after it for which none of them is taken: two restores may
     * begin in one second.
     *
     * @param taken the names of the databases of the server
     */
    static DatabaseNames at(String database, Instant time, Set<String> taken) {
        Instant second = time;
        while (true) {
            String stamp = STAMP.format(second);
            var names = new DatabaseNames(database, bounded(database, FRESH) + stamp, bounded(database, KEPT) + stamp);
            if (!taken.contains(names.fresh) && !taken.contains(names.kept)) {
                return names;
            }
            second = second.plusSeconds(1);
        }
    }

    /** Whether {@code other} is called as what a restore of {@code database} restores into. */
    static boolean isFresh(String database, String other) {
        return matches(database, FRESH, other);
    }

    /** Whether {@code other} is called as what a restore of {@code database} leaves of the one before. */
    static boolean isKept(String database, String other) {
        return matches(database, KEPT, other);
    }

    private static boolean matches(String database, String word, String other) {
        return Pattern.matches(Pattern.quote(bounded(database, word)) + "[0-9]{8}_[0-9]{6}", other);
    }

    /** The name and the word, with as much cut off the name as the stamp needs; never half a character. */
    private static String bounded(String database, String word) {
        int room = MAX_BYTES - word.length() - STAMP_LENGTH;
        int end = 0;
        int bytes = 0;
        while (end < database.length()) {
            int character = database.codePointAt(end);
            bytes += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > room) {
                break;
            }
            end += Character.charCount(character);
        }
        return database.substring(0, end) + word;
    }
}
