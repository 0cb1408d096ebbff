package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus.VerifyingRun;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunBackup;
import dev.stillhouse.operator.backup.BackupDecision.Found;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Sentence;
import dev.stillhouse.operator.cluster.VerificationRequest;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What runs with the operation Verify have found of a backup. */
final class Verifications {
    private Verifications() {}

    /**
     * The newest run that found something after the one that is on record, by when they were created: that is the API server's
     * time, and other times may be of the clocks of several operators. Numbers are those of one DatabaseMigration, and another
     * one may verify what outlived it. A run that is older than the resource read what an earlier resource of the name had
     * said of its files.
     */
    static Optional<MigrationRun> news(MigrationBackup backup, Stream<MigrationRun> runs) {
        var known = Optional.ofNullable(backup.getStatus())
                .map(MigrationBackupStatus::verifiedBy)
                .map(VerifyingRun::createdTime)
                .map(Instant::parse)
                .orElse(Instant.MIN);
        var taken = Optional.ofNullable(backup.getStatus()).map(MigrationBackupStatus::verifiedTime);
        return runs.filter(run -> BackupNames.verifiedBy(run)
                        .filter(backup.getMetadata().getName()::equals)
                        .isPresent())
                .filter(run -> RunOutcomes.phase(run).terminal() && found(run).isPresent())
                .filter(run -> !created(run).isBefore(created(backup)))
                .filter(run -> created(run).isAfter(known))
                // Definitions that are older than the operator keep no more than the time.
                .filter(run -> taken.filter(time -> time.equals(run.getStatus().completionTime()))
                        .isEmpty())
                .max(Comparator.comparing(Verifications::created));
    }

    static Optional<RunBackup> told(MigrationRun run) {
        return Optional.ofNullable(run.getStatus()).map(MigrationRunStatus::backup);
    }

    /** What it means for the backup. */
    static Found conclude(MigrationBackup backup, MigrationRun run) {
        var state = found(run).orElseThrow();
        var name = run.getMetadata().getName();
        var words = Sentence.of(RunOutcomes.message(run));
        return switch (state) {
            case Stored, Verified -> new Found(state, Reason.Verified, words, run);
            case Unknown ->
                new Found(
                        state,
                        Reason.BackupUnknown,
                        "Run %s did not find it: %s If its files come back, have it verified again: %s"
                                .formatted(name, words, VerificationRequest.command(backup)),
                        run);
            case Pending, Running, Failed, Deleting ->
                new Found(
                        BackupState.Failed,
                        RunOutcomes.reason(run),
                        "Run %s read it, and it is not what it should be: %s".formatted(name, words),
                        run);
        };
    }

    private static Optional<BackupState> found(MigrationRun run) {
        return told(run).map(RunBackup::state);
    }

    private static Instant created(HasMetadata resource) {
        return Optional.ofNullable(resource.getMetadata().getCreationTimestamp())
                .map(Instant::parse)
                .orElse(Instant.EPOCH);
    }
}
