package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunReport.Rehearsal;
import dev.stillhouse.runner.fingerprint.Fingerprint;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Step;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.project.ProjectInCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Tries each step of a plan by itself, there, back, and there again, to tell which of them the way back is wrong with. It is
 * only for that: steps are not always the same when each has a run of env.py of its own.
 */
final class Survey {
    private final RehearsalCopy copy;
    private final ProjectInCopy project;
    private final Plan plan;
    private final UnaryOperator<Trouble> told;

    Survey(RehearsalCopy copy, ProjectInCopy project, Plan plan, UnaryOperator<Trouble> told) {
        this.copy = copy;
        this.project = project;
        this.plan = plan;
        this.told = told;
    }

    /** What is found of the steps, up to the first one after which it is not possible to go on. */
    Result<List<Finding>> findings() {
        List<Finding> findings = new ArrayList<>();
        List<String> rows = plan.current();
        for (Step step : plan.steps()) {
            Plan alone = plan.only(step, rows);
            RoundTrip trip = new RoundTrip(copy, project, RoundTrip.targets(step.rowsAfter()), alone);
            Result<Course> travelled = trip.travel();
            if (!(travelled instanceof Result.Ok<Course>(Course course))) {
                return travelled.then(none -> Result.ok(findings));
            }
            Optional<Trouble> lost = course.lost();
            if (lost.isPresent()) {
                return Result.failed(lost.get());
            }
            Rehearsal shown = new Verdict(alone, told).of(course);
            if (shown.outcome() == RehearsalOutcome.Warned) {
                // Whatever else a step meets by itself, the plan has not met.
                findings.addAll(shown.findings());
            }
            if (!isThere(course, trip)) {
                break;
            }
            rows = step.rowsAfter();
        }
        return Result.ok(findings);
    }

    /** Where a way back was not gone to its end, the copy is still there; where it was, another way there may lead on. */
    private static boolean isThere(Course course, RoundTrip trip) {
        if (!(course.there() instanceof Result.Ok<Fingerprint>)
                || course.again() instanceof Result.Failed<Fingerprint>) {
            return false;
        }
        return course.again() != null
                || course.back() instanceof Result.Failed<Fingerprint>
                || trip.there(event -> {}) instanceof Result.Ok<Fingerprint>;
    }
}
