package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.fingerprint.Fingerprint;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.project.ProjectInCopy;
import dev.stillhouse.runner.project.ProjectListener;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Leads the project there, back, and there again, each in one run of its env.py. */
final class RoundTrip {
    private final RehearsalCopy copy;
    private final ProjectInCopy project;
    private final List<String> targets;
    private final Plan plan;

    RoundTrip(RehearsalCopy copy, ProjectInCopy project, List<String> targets, Plan plan) {
        this.copy = copy;
        this.project = project;
        this.targets = targets;
        this.plan = plan;
    }

    Result<Course> travel() {
        Sighting sighting = new Sighting();
        return copy.fingerprint().then(before -> {
            Result<Fingerprint> there = there(sighting);
            if (!(there instanceof Result.Ok<Fingerprint>)) {
                return Result.ok(new Course(before, there, null, null, sighting.steps()));
            }
            Result<Fingerprint> back = leg(
                    targets(plan.current()),
                    plan.direction() == Direction.UP ? Direction.DOWN : Direction.UP,
                    plan.rowsAfter(),
                    plan.current(),
                    event -> {});
            boolean isBack = back instanceof Result.Ok<Fingerprint>(Fingerprint schema)
                    && before.changesTo(schema).isEmpty();
            return Result.ok(new Course(before, there, back, isBack ? there(event -> {}) : null, sighting.steps()));
        });
    }

    /** How Alembic calls these version rows as a target. */
    static List<String> targets(List<String> rows) {
        return rows.isEmpty() ? List.of("base") : rows;
    }

    Result<Fingerprint> there(ProjectListener listener) {
        return leg(targets, plan.direction(), plan.current(), plan.rowsAfter(), listener);
    }

    private Result<Fingerprint> leg(
            List<String> targetsOfLeg,
            Direction direction,
            List<String> from,
            List<String> to,
            ProjectListener listener) {
        return project.plan(targetsOfLeg, Set.of(direction))
                .then(way -> isExpected(way, direction, from, to)
                        ? project.apply(targetsOfLeg, way, listener)
                        : Result.failed(
                                Reason.UnreachableTarget,
                                "In the copy, Alembic's way to " + targetsOfLeg + " leads from " + way.current() + " "
                                        + way.direction().name().toLowerCase(Locale.ROOT) + " to " + way.rowsAfter()
                                        + ", and it should lead from " + from + " to " + to + "."))
                .then(steps -> copy.fingerprint());
    }

    /** That it is the copy is seen by the runner's lock in it: before anything else is done there. */
    private static boolean isExpected(Plan way, Direction direction, List<String> from, List<String> to) {
        return way.direction() == direction
                && way.current().equals(from)
                && way.rowsAfter().equals(to)
                && Boolean.TRUE.equals(way.connection().seesRunner());
    }
}
