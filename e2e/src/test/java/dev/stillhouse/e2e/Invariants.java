package dev.stillhouse.e2e;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.e2e.StepJournal.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to be true of a database's past whatever happened to those who worked on it.
 *
 * @param history the project's revisions from base to head, without branches
 */
record Invariants(List<String> history) {
    /** Times in statuses are cut to seconds. */
    private static final Duration PRECISION = Duration.ofSeconds(1);

    /** What is wrong, for a person; empty if nothing is. */
    List<String> violations(List<Entry> steps, List<MigrationRun> runs) {
        var found = new ArrayList<String>();
        var ends = ends(runs);
        var at = "base";
        var newest = 0;
        for (var step : steps) {
            if (!step.from().equals(at) || !areNeighbours(step.from(), step.to())) {
                found.add("a step that does not follow from the one before, which led to %s: %s".formatted(at, step));
            }
            if (number(step) < newest) {
                found.add("a step of a run after one of a later run (%d): %s".formatted(newest, step));
            }
            if (!step.isAtWork()) {
                found.add("a step by a session that does not hold the lock of work: " + step);
            }
            if (!step.holders().equals(List.of(step.session()))) {
                found.add("somebody else held a lock during a step: " + step);
            }
            Optional.ofNullable(ends.get(run(step)))
                    .filter(end -> step.at().isAfter(end.plus(PRECISION)))
                    .ifPresent(end -> found.add("a step after its run was concluded at %s: %s".formatted(end, step)));
            at = step.to();
            newest = Math.max(newest, number(step));
        }
        return found;
    }

    private boolean areNeighbours(String one, String other) {
        return Math.abs(position(one) - position(other)) == 1;
    }

    private int position(String revision) {
        return history.indexOf(revision) + 1;
    }

    /** The number of the run that a session is named after. */
    private static int number(Entry step) {
        return Integer.parseInt(run(step).replaceFirst(".*-", ""));
    }

    /** Namespace and name of the run that a session is named after: a digest of its uid follows them. */
    private static String run(Entry step) {
        return step.session().replaceFirst("^stillhouse ", "").replaceFirst("~[0-9a-f]+$", "");
    }

    private static Map<String, Instant> ends(List<MigrationRun> runs) {
        var ends = new HashMap<String, Instant>();
        for (var run : runs) {
            var status = run.getStatus();
            if (status != null && status.completionTime() != null) {
                ends.put(
                        "%s/%s"
                                .formatted(
                                        run.getMetadata().getNamespace(),
                                        run.getMetadata().getName()),
                        Instant.parse(status.completionTime()));
            }
        }
        return ends;
    }
}
