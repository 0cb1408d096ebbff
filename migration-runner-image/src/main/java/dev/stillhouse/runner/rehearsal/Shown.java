package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport.Rehearsal;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Trouble;
import org.jspecify.annotations.Nullable;

/**
 * What a rehearsal has shown.
 *
 * @param failed why the step failed for which the outcome is {@link RehearsalOutcome#Failed}; null with any other outcome
 */
public record Shown(Rehearsal rehearsal, @Nullable Trouble failed) {

    /** Of a plan that could not be tried at all. */
    public static Shown impossible(Plan plan, Trouble why) {
        return new Shown(Verdict.impossible(plan, why), null);
    }

    static Shown of(Rehearsal rehearsal, Course course) {
        return new Shown(
                rehearsal,
                rehearsal.outcome() == RehearsalOutcome.Failed
                        ? course.trouble().orElse(null)
                        : null);
    }
}
