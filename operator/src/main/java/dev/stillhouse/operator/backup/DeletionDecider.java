package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus.Deletion;
import dev.stillhouse.operator.backup.BackupDecision.AwaitDeletion;
import dev.stillhouse.operator.backup.BackupDecision.Defer;
import dev.stillhouse.operator.backup.BackupDecision.DeleteFiles;
import dev.stillhouse.operator.backup.BackupDecision.Discard;
import dev.stillhouse.operator.backup.BackupDecision.Refuse;
import dev.stillhouse.operator.backup.BackupDecision.Release;
import dev.stillhouse.operator.backup.BackupDecision.RetryDeletion;
import dev.stillhouse.operator.cluster.Backoff;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.pod.JobEnd;
import dev.stillhouse.operator.pod.PodTrouble;
import dev.stillhouse.operator.pod.RunnerPod;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides how far the deletion of a backup's files is. Pure: the same snapshot and time give the same decision. */
final class DeletionDecider {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);

    private DeletionDecider() {}

    static BackupDecision decide(BackupSnapshot world, Instant now) {
        if (world.busyWith().isPresent()) {
            return new Defer("Its files are deleted later: " + world.busyWith().get());
        }
        if (!world.isConcluded() && BackupDecider.beforeConclusion(world) instanceof Discard) {
            return new Release("No file had been written.");
        }
        return world.status()
                .map(MigrationBackupStatus::deletion)
                .map(deletion -> afterAttempt(world, deletion, now))
                .orElseGet(() -> deleteFiles(world, 1));
    }

    /** Before each attempt: what a person has created meanwhile may name the same files. */
    private static BackupDecision deleteFiles(BackupSnapshot world, int attempt) {
        var meta = world.backup().getMetadata();
        if (!BackupFolders.isOwn(world.backup())) {
            return new Refuse(
                    "Its files stay: they lie at %s, and what is in the namespace %s deletes only what lies below %s/. %s"
                            .formatted(
                                    world.backup().getSpec().location(),
                                    meta.getNamespace(),
                                    meta.getNamespace(),
                                    howToForget(world)));
        }
        return world.sharedWith()
                .<BackupDecision>map(other -> new Refuse("Its files stay: the MigrationBackup %s names them too. %s"
                        .formatted(other, howToForget(world))))
                .orElseGet(() -> new DeleteFiles(attempt));
    }

    private static BackupDecision afterAttempt(BackupSnapshot world, Deletion deletion, Instant now) {
        var job = world.job().filter(found -> isOwn(world, found));
        if (job.isEmpty()) {
            return deleteFiles(world, deletion.attempt() + 1);
        }
        var runner = world.pod().map(RunnerPod::of);
        if (JobEnd.isSuccess(job.get())
                || runner.filter(RunnerPod::hasSucceeded).isPresent()) {
            return new Release("Its files are deleted.");
        }
        return JobEnd.of(job.get())
                .or(() -> runner.filter(RunnerPod::hasEnded).map(RunnerPod::lastWords))
                .map(end -> afterFailure(world, deletion, end, now))
                .orElseGet(() -> whileAtWork(world, deletion));
    }

    /** A Job of this name may be that of an earlier backup of the same name. */
    static boolean isOwn(BackupSnapshot world, Job job) {
        return Labels.annotation(job, Labels.BACKUP_UID)
                .filter(uid -> uid.equals(world.backup().getMetadata().getUid()))
                .isPresent();
    }

    private static BackupDecision whileAtWork(BackupSnapshot world, Deletion deletion) {
        return world.pod()
                .flatMap(pod -> PodTrouble.of(pod, List.of()))
                .map(trouble -> new AwaitDeletion(trouble.reason(), trouble.message() + howToTry(world)))
                .orElseGet(() ->
                        new AwaitDeletion(Reason.Deleting, "Job %s deletes its files.".formatted(deletion.job())));
    }

    private static BackupDecision afterFailure(BackupSnapshot world, Deletion deletion, String end, Instant now) {
        var failed =
                Optional.ofNullable(deletion.failureTime()).map(Instant::parse).orElse(now);
        var due = failed.plus(Backoff.after(deletion.attempt(), FIRST_WAIT));
        if (!now.isBefore(due)) {
            return deleteFiles(world, deletion.attempt() + 1);
        }
        var report = world.pod().flatMap(pod -> RunnerPod.of(pod).report());
        return report.map(told -> new RetryDeletion(told.reason(), told.message() + howToTry(world), due))
                .orElseGet(() -> new RetryDeletion(
                        Reason.InternalError,
                        "The deletion of its files failed: %s."
                                        .formatted(world.pod()
                                                .map(pod -> "Job %s, %s"
                                                        .formatted(
                                                                deletion.job(),
                                                                RunnerPod.of(pod)
                                                                        .lastWords()
                                                                        .replaceFirst("\\.$", "")))
                                                .orElse(end))
                                + howToTry(world),
                        due));
    }

    private static String howToTry(BackupSnapshot world) {
        return " It is tried again. If the place for backups is gone for good: " + howToForget(world);
    }

    private static String howToForget(BackupSnapshot world) {
        var meta = world.backup().getMetadata();
        return "To be rid of the resource alone: kubectl delete -n %s mbackup/%s"
                .formatted(meta.getNamespace(), meta.getName());
    }
}
