package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.AppliedWith;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.operator.cluster.Revisions;
import dev.stillhouse.operator.cluster.RunOutcomes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the way down for a run whose project does not know where the database is, as after a Git revert: an older image
 * contains neither the newer revisions nor the way back from them, and the image that applied them does.
 */
final class WaysDown {
    private WaysDown() {}

    /** What to go down with, for a run that ended as UnknownRevision; nothing if it is not known, or has been tried. */
    static Optional<Purpose> from(History history, MigrationRun lost) {
        var known = RunOutcomes.result(lost).map(RunResult::knownRevisions).orElse(List.of());
        return known.isEmpty() || history.wayDownWasTried(lost)
                ? Optional.empty()
                : history.known()
                        .filter(project -> leadsFrom(project, lost))
                        .map(project -> new Purpose.GoDown(project, known));
    }

    /** What a person is told where there is no way. */
    static String whyNone(History history, MigrationRun lost) {
        if (history.wayDownWasTried(lost)) {
            return "Going down with the image that knows the way did not help.";
        }
        return history.known()
                .map(known -> "The last image that is known to know its way, %s, was at %s."
                        .formatted(known.project().image(), Revisions.text(known.revisions())))
                .orElse("No image is known that contains it.");
    }

    private static boolean leadsFrom(AppliedWith known, MigrationRun lost) {
        var rows = RunOutcomes.result(lost).map(RunResult::revisionsAfter).orElse(null);
        return known.revisions().equals(rows)
                && !Objects.equals(known.project(), lost.getSpec().project());
    }
}
