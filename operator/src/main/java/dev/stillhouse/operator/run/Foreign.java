package dev.stillhouse.operator.run;

import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import java.util.Optional;

/** What only a newer version knows: it is told as unknown, and never carried out. */
final class Foreign {
    private Foreign() {}

    /** Why a run must not be launched; empty for one whose every word is known. */
    static Optional<RunDecision> trouble(RunSnapshot world) {
        var spec = world.run().getSpec();
        var mode = spec.restore() == null ? null : spec.restore().mode();
        return spec.operation() == Operation.Unknown || mode == RestoreMode.Unknown
                ? Optional.of(
                        new RunDecision.Fail(
                                Reason.ProtocolMismatch,
                                "The run asks for something that this version of the operator does not know (spec.operation or spec.restore.mode): a newer one wrote it. Nothing was changed. Upgrade the operator and ask again."))
                : Optional.empty();
    }

    /** A report whose outcome is not known. */
    static String outcome(RunReport report) {
        return "The runner is newer than the operator and tells an outcome that this one does not know. Let both be of one version. The runner's words: "
                + report.message();
    }
}
