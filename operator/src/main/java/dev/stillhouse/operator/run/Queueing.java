package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.DatabaseServers;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.report.Reason;
import java.util.Optional;

/** Says that a run waits for its turn, for what, and what can be done about it. */
final class Queueing {
    private Queueing() {}

    /** What to do instead of launching a run whose turn it is not. */
    static Optional<RunDecision> of(MigrationRun run, Turn turn) {
        return switch (turn) {
            case Turn.Now now -> Optional.empty();
            case Turn.Later later -> Optional.of(new RunDecision.Pend(Reason.Queued, message(run, later)));
        };
    }

    private static String message(MigrationRun run, Turn.Later later) {
        return "It waits for its turn: %s %s at work, as many as may be at once (Helm value limits.runs.%s). %s It starts by itself, and its deadline begins then. To see what is at work: kubectl get mrun %s. To give it up: kubectl annotate mrun/%s -n %s stillhouse.dev/cancel=not-now"
                .formatted(
                        later.limit() == 1 ? "1 run" : later.limit() + " runs",
                        whose(run, later) + (later.limit() == 1 ? " is" : " are"),
                        value(later.full()),
                        before(later.before()),
                        which(run, later),
                        run.getMetadata().getName(),
                        run.getMetadata().getNamespace());
    }

    private static String whose(MigrationRun run, Turn.Later later) {
        return switch (later.full()) {
            case CLUSTER -> "of all that this operator serves";
            case NAMESPACE -> "of the namespace " + run.getMetadata().getNamespace();
            case DATABASE_SERVER -> "on its database server";
        };
    }

    private static String value(RunLimits.Scope scope) {
        return switch (scope) {
            case CLUSTER -> "cluster";
            case NAMESPACE -> "namespace";
            case DATABASE_SERVER -> "databaseServer";
        };
    }

    private static String which(MigrationRun run, Turn.Later later) {
        return switch (later.full()) {
            case CLUSTER -> "-A";
            case NAMESPACE -> "-n " + run.getMetadata().getNamespace();
            case DATABASE_SERVER ->
                "-A -l %s=%s"
                        .formatted(
                                Labels.DATABASE_SERVER, DatabaseServers.of(run).orElse(""));
        };
    }

    /** About how many: an exact number would be a write for each that waits whenever a run ends. */
    private static String before(int runs) {
        if (runs == 0) {
            return "It is the next.";
        }
        for (var bound = 10; bound <= 1000; bound *= 10) {
            if (runs < bound) {
                return "Fewer than %d runs are before it.".formatted(bound);
            }
        }
        return "More than 1000 runs are before it.";
    }
}
