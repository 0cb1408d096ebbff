package dev.stillhouse.runner.decide;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a plan that may run has to be preceded by a backup. */
public sealed interface BackupNeed {

    /** The plan may be applied as it is. */
    record None() implements BackupNeed {}

    /** First the backup, and the plan only if it succeeds. */
    record Needed(String why, RunRequest.Backup backup, BackupStorage storage) implements BackupNeed {}

    /** A backup is needed and cannot be taken. */
    record Impossible(Trouble trouble) implements BackupNeed {}

    /**
     * Decides about a plan with at least one step.
     *
     * @param findings what data the plan can lose; only looked at if the policy is Destructive
     * @param empty whether the database holds nothing that could be lost
     */
    static BackupNeed decide(RunRequest.@Nullable Backup backup, List<Finding> findings, boolean empty) {
        if (backup == null || empty) {
            return new None();
        }
        String why = switch (backup.when()) {
            case Never -> "";
            case Destructive -> findings.isEmpty() ? "" : destructive(findings);
            case Always -> "spec.backup.when is Always.";
        };
        if (why.isEmpty()) {
            return new None();
        }
        BackupStorage storage = backup.storage();
        return storage == null ? new Impossible(nowhere(backup.when(), why)) : new Needed(why, backup, storage);
    }

    /**
     * Whether no plan calls for one, whatever its steps are: none has to be looked at for it.
     *
     * @param empty as in {@link #decide}
     */
    static boolean isNever(RunRequest.@Nullable Backup backup, boolean empty) {
        return backup == null || empty || backup.when() == BackupPolicy.Never;
    }

    /** Why the plan may not be applied although a backup was taken: it has not the state that was asked for. */
    static Optional<Trouble> refuse(Needed needed, RunReport.Backup taken) {
        BackupState wanted = needed.backup().verification() == BackupVerification.Restore
                ? BackupState.Verified
                : BackupState.Stored;
        return taken.state() == wanted
                ? Optional.empty()
                : Optional.of(new Trouble(
                        Reason.InternalError,
                        "The backup " + taken.location() + " is " + taken.state() + " and was to be " + wanted
                                + ". Nothing was applied."));
    }

    private static Trouble nowhere(BackupPolicy when, String why) {
        return new Trouble(
                Reason.BackupStorageMissing,
                why + " A backup has to be taken first, and spec.backup.storage names no place for it. Nothing was"
                        + " changed. Name a volume claim or a bucket there"
                        + (when == BackupPolicy.Destructive
                                ? ", or set spec.backup.when to Never if the data may be lost."
                                : ", or set spec.backup.when to Never."));
    }

    private static String destructive(List<Finding> findings) {
        Finding first = findings.getFirst();
        int others = findings.size() - 1;
        return "The plan can lose data: " + first.revision() + " "
                + first.message().replaceFirst("\\.$", "")
                + (others == 0 ? "." : " (and " + others + (others == 1 ? " other finding)." : " other findings)."));
    }
}
