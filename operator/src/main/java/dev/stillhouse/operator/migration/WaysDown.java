package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.AppliedWith;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.api.v1alpha1.RunPhase;
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
    static Optional<Purpose> from(MigrationSnapshot world, MigrationRun lost) {
        var known = RunOutcomes.result(lost).map(RunResult::knownRevisions).orElse(List.of());
        return known.isEmpty() || wasTried(world, lost)
                ? Optional.empty()
                : Memory.of(world)
                        .filter(memory -> leadsFrom(memory, lost))
                        .map(memory -> new Purpose.GoDown(memory, known));
    }

    /** What a person is told where there is no way. */
    static String whyNone(MigrationSnapshot world, MigrationRun lost) {
        if (wasTried(world, lost)) {
            return "Going down with the image that knows the way did not help.";
        }
        return Memory.of(world)
                .map(memory -> "The last image that is known to know its way, %s, was at %s."
                        .formatted(memory.project().image(), Revisions.text(memory.revisions())))
                .orElse("No image is known that contains it.");
    }

    private static boolean leadsFrom(AppliedWith memory, MigrationRun lost) {
        var rows = RunOutcomes.result(lost).map(RunResult::revisionsAfter).orElse(null);
        return memory.revisions().equals(rows)
                && !Objects.equals(memory.project(), lost.getSpec().project());
    }

    /** One that went down as far as it was to, and yet did not lead to where the wanted project knows its way. */
    private static boolean wasTried(MigrationSnapshot world, MigrationRun lost) {
        return world.runs().reversed().stream()
                .filter(run -> run.getSpec().number() < lost.getSpec().number() && Bearing.decides(run))
                .findFirst()
                .filter(run -> run.getSpec().goesDownToKnown() && RunOutcomes.phase(run) == RunPhase.Succeeded)
                .filter(run -> run.getSpec().intent().equals(lost.getSpec().intent()))
                .isPresent();
    }
}
