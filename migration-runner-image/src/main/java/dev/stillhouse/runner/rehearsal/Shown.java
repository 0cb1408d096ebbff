package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunReport.Rehearsal;
import dev.stillhouse.report.RunReport.TableLock;
import dev.stillhouse.runner.model.ObservedStep;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rehearsal has shown.
 *
 * @param failed why the step failed for which the outcome is {@link RehearsalOutcome#Failed}; null with any other outcome
 * @param sent what steps have sent, by revision
 * @param locks for which others have to wait, by revision
 */
public record Shown(
        Rehearsal rehearsal,
        @Nullable Trouble failed,
        Map<String, List<String>> sent,
        Map<String, List<TableLock>> locks) {

    /** Of a plan that could not be tried at all. */
    public static Shown impossible(Plan plan, Trouble why) {
        return new Shown(Verdict.impossible(plan, why), null, Map.of(), Map.of());
    }

    static Shown of(RehearsalOutcome outcome, List<Finding> findings, Course course) {
        List<ObservedStep> steps = course.steps();
        return new Shown(
                new Rehearsal(outcome, findings, TableLocks.worst(steps)),
                outcome == RehearsalOutcome.Failed ? course.trouble().orElse(null) : null,
                steps.stream().collect(Collectors.toMap(ObservedStep::revision, ObservedStep::texts)),
                steps.stream().collect(Collectors.toMap(ObservedStep::revision, TableLocks::of)));
    }

    /** Why the plan may not run, if a step of it fails. */
    public Optional<Trouble> refusal() {
        return Optional.ofNullable(failed)
                .map(why -> new Trouble(
                        Reason.RehearsalFailed,
                        "The plan was tried on a copy of the schema first, and a step fails there. " + why.message()
                                + " The database was not touched. Correct the revision, or set spec.rehearsal: Never if it"
                                + " is only the copy in which it cannot run.",
                        why.failure()));
    }
}
