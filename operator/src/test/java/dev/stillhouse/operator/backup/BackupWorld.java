package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.Times.NOON;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is seen of a backup at noon: nothing but itself, unless a test says otherwise. */
record BackupWorld(BackupSnapshot snapshot, Instant now) {
    static BackupWorld of(BackupBuilder backup) {
        return of(backup.build());
    }

    static BackupWorld of(MigrationBackup backup) {
        return new BackupWorld(
                new BackupSnapshot(
                        backup,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(backup),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                NOON);
    }

    BackupWorld run(RunBuilder run) {
        return with(new BackupSnapshot(
                snapshot.backup(),
                Optional.of(run.build()),
                snapshot.migration(),
                snapshot.family(),
                snapshot.verification(),
                snapshot.sharedWith(),
                snapshot.inUse(),
                snapshot.busyWith(),
                snapshot.job(),
                snapshot.pod()));
    }

    BackupWorld migration(MigrationBuilder migration, BackupBuilder... others) {
        return with(new BackupSnapshot(
                snapshot.backup(),
                snapshot.run(),
                Optional.of(migration.build()),
                Stream.concat(Stream.of(snapshot.backup()), Stream.of(others).map(BackupBuilder::build))
                        .toList(),
                snapshot.verification(),
                snapshot.sharedWith(),
                snapshot.inUse(),
                snapshot.busyWith(),
                snapshot.job(),
                snapshot.pod()));
    }

    /** These runs are in the cluster. */
    BackupWorld verifiedBy(RunBuilder... runs) {
        return with(new BackupSnapshot(
                snapshot.backup(),
                snapshot.run(),
                snapshot.migration(),
                snapshot.family(),
                Verifications.news(snapshot.backup(), Stream.of(runs).map(RunBuilder::build)),
                snapshot.sharedWith(),
                snapshot.inUse(),
                snapshot.busyWith(),
                snapshot.job(),
                snapshot.pod()));
    }

    BackupWorld sharedWith(String other) {
        return with(new BackupSnapshot(
                snapshot.backup(),
                snapshot.run(),
                snapshot.migration(),
                snapshot.family(),
                snapshot.verification(),
                Optional.of(other),
                snapshot.inUse(),
                snapshot.busyWith(),
                snapshot.job(),
                snapshot.pod()));
    }

    /** Runs under way need these backups. */
    BackupWorld inUse(String... names) {
        return with(new BackupSnapshot(
                snapshot.backup(),
                snapshot.run(),
                snapshot.migration(),
                snapshot.family(),
                snapshot.verification(),
                snapshot.sharedWith(),
                Set.of(names),
                snapshot.busyWith(),
                snapshot.job(),
                snapshot.pod()));
    }

    BackupWorld busyWith(String what) {
        return with(new BackupSnapshot(
                snapshot.backup(),
                snapshot.run(),
                snapshot.migration(),
                snapshot.family(),
                snapshot.verification(),
                snapshot.sharedWith(),
                snapshot.inUse(),
                Optional.of(what),
                snapshot.job(),
                snapshot.pod()));
    }

    /** The Job that deletes its files: at work, or with a condition such as {@code Complete}. */
    BackupWorld job(String condition, String uid) {
        var job = new JobBuilder()
                .withNewMetadata()
                .withName("a-job")
                .addToAnnotations(Labels.BACKUP_UID, uid)
                .endMetadata()
                .withNewStatus()
                .endStatus()
                .build();
        if (!condition.isEmpty()) {
            job = new JobBuilder(job)
                    .editStatus()
                    .addNewCondition()
                    .withType(condition)
                    .withStatus("True")
                    .endCondition()
                    .endStatus()
                    .build();
        }
        return with(new BackupSnapshot(
                snapshot.backup(),
                snapshot.run(),
                snapshot.migration(),
                snapshot.family(),
                snapshot.verification(),
                snapshot.sharedWith(),
                snapshot.inUse(),
                snapshot.busyWith(),
                Optional.of(job),
                snapshot.pod()));
    }

    BackupWorld job(String condition) {
        return job(condition, snapshot.backup().getMetadata().getUid());
    }

    /** The runner of that Job failed with these words. */
    BackupWorld podSaid(String words) {
        return runnerEnded(1, "Error", words);
    }

    /** The runner of that Job did what it was started for; nothing is said of other containers. */
    BackupWorld runnerSucceeded() {
        return runnerEnded(0, "Completed", null);
    }

    private BackupWorld runnerEnded(int exitCode, String reason, @Nullable String words) {
        Pod pod = new PodBuilder()
                .withNewStatus()
                .addNewContainerStatus()
                .withName("runner")
                .withContainerID("containerd://1")
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withMessage(words)
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
        return with(new BackupSnapshot(
                snapshot.backup(),
                snapshot.run(),
                snapshot.migration(),
                snapshot.family(),
                snapshot.verification(),
                snapshot.sharedWith(),
                snapshot.inUse(),
                snapshot.busyWith(),
                snapshot.job(),
                Optional.of(pod)));
    }

    BackupWorld at(Instant time) {
        return new BackupWorld(snapshot, time);
    }

    BackupDecision decision() {
        return BackupDecider.decide(snapshot, now);
    }

    /** The status that is written for the decision. */
    MigrationBackupStatus status() {
        return BackupStatuses.of(snapshot, decision(), now);
    }

    private BackupWorld with(BackupSnapshot seen) {
        return new BackupWorld(seen, now);
    }
}
