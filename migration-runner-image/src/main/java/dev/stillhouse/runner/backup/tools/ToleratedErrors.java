package dev.stillhouse.runner.backup.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads what pg_restore prints, and tells the one error that does no harm from all others. Its processes, one for each job,
 * write at the same time and in pieces: what one says may stand in the middle of another's line. Safe for several threads.
 */
final class ToleratedErrors implements Consumer<String> {
    private static final String HARMLESS = "unrecognized configuration parameter \"transaction_timeout\"";
    private static final int LINES_TOLD = 4;
    private static final String QUERY_FAILED = "could not execute query: ERROR:";

    /** The error itself is on another line, behind what another process said. */
    private static final Pattern TORN =
            Pattern.compile("pg_restore: error: (?:pg_restore: )*(?:from TOC entry|while |Command was:)");

    private final Runnable end;
    private final List<String> words = new ArrayList<>();
    private boolean tolerated;

    /** @param end run at the first error that does harm */
    ToleratedErrors(Runnable end) {
        this.end = end;
    }

    @Override
    public void accept(String line) {
        if (notes(line)) {
            end.run();
        }
    }

    private synchronized boolean notes(String line) {
        if (!words.isEmpty()) {
            if (words.size() < LINES_TOLD && !line.contains("pg_restore: ")) {
                words.add(line);
            }
            return false;
        }
        if (line.contains(HARMLESS)) {
            tolerated = true;
            return false;
        }
        if (line.contains(QUERY_FAILED)
                || line.contains("pg_restore: error:") && !TORN.matcher(line).find()) {
            words.add(line);
            return true;
        }
        return false;
    }

    /** Whether there was the harmless one. */
    synchronized boolean tolerated() {
        return tolerated;
    }

    /** Whether there was another one. */
    synchronized boolean intolerable() {
        return !words.isEmpty();
    }

    /** The first other one. */
    synchronized String words() {
        return String.join(" | ", words);
    }
}
