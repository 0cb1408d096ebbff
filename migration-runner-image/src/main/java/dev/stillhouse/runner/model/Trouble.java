package dev.stillhouse.runner.model;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import org.jspecify.annotations.Nullable;

/**
 * Why a run cannot go on. An expected outcome, hence a value and no exception.
 *
 * @param message what is wrong, where, and what to do, in whole sentences
 * @param failure details of a failure in the project or the database
 */
public record Trouble(Reason reason, String message, RunReport.@Nullable Failure failure) {

    public Trouble(Reason reason, String message) {
        this(reason, message, null);
    }

    /** The same with a further sentence. */
    public Trouble saying(String more) {
        return new Trouble(reason, message + " " + more, failure);
    }
}
