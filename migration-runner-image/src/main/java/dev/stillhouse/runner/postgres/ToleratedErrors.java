package dev.stillhouse.runner.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
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
    private static final String SAID_BY_IT = "pg_restore: ";
    private static final Pattern BEGINNING = Pattern.compile("pg_restore: error:");
    private static final String SAID_BY_THE_SERVER = "ERROR:";

    /** The error itself is on a line of its own, after what another process said. */
    private static final Pattern TORN =
            Pattern.compile("pg_restore: error: (?:pg_restore: )*(?:from TOC entry|while |Command was:)");

    private final Runnable end;
    private final List<String> words = new ArrayList<>();
    private boolean tolerated;

    /** The line of each error that has begun and whose rest is still to come. */
    private final Deque<String> torn = new ArrayDeque<>();

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
            if (words.size() < LINES_TOLD && !line.contains(SAID_BY_IT)) {
                words.add(line);
            }
            return false;
        }
        int begun = (int) BEGINNING.matcher(line).results().count();
        if (line.contains(HARMLESS)) {
            tolerated = true;
            if (begun == 0) {
                torn.pollFirst();
            } else {
                torn.addAll(Collections.nCopies(begun - 1, line));
            }
            return false;
        }
        if (TORN.matcher(line).find()) {
            torn.addAll(Collections.nCopies(begun, line));
            return false;
        }
        boolean restOfTorn = !torn.isEmpty() && !line.contains(SAID_BY_IT) && line.contains(SAID_BY_THE_SERVER);
        if (begun > 0 || restOfTorn) {
            words.add(line);
            return true;
        }
        return false;
    }

    /** Whether there was the harmless one. */
    synchronized boolean tolerated() {
        return tolerated;
    }

    /** Whether there was another one, or one of which nothing but the beginning was heard. */
    synchronized boolean intolerable() {
        return !torn.isEmpty() || !words.isEmpty();
    }

    /** The first other one. */
    synchronized String words() {
        return words.isEmpty() && !torn.isEmpty() ? torn.getFirst() : String.join(" | ", words);
    }
}
