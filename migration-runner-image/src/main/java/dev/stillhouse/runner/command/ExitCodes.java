package dev.stillhouse.runner.command;

import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;

/** What the exit code of a command means; docs/reference/command-line.md says the same. */
final class ExitCodes {
    /** It was done, or there was nothing to do. */
    static final int DONE = 0;
    /** It was not done; the message says why and where the database stands. */
    static final int FAILED = 1;
    /** The command, one of its options or the URL cannot be understood; nothing was tried. */
    static final int WRONG_USE = 2;
    /** All went well, and somebody has to decide: {@code check} found differences, a plan awaits an approval. */
    static final int ATTENTION = 3;

    private ExitCodes() {}

    static int of(Outcome outcome) {
        return switch (outcome) {
            case Succeeded -> DONE;
            case AwaitingApproval -> ATTENTION;
            case Failed, Unknown -> FAILED;
        };
    }

    static int of(Reason reason) {
        return reason == Reason.InvalidUrl ? WRONG_USE : FAILED;
    }
}
