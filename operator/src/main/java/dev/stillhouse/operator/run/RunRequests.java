package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.BackupSpec;
import dev.stillhouse.api.v1alpha1.DatabaseSpec;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec;
import dev.stillhouse.api.v1alpha1.PlanSpec;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.pod.BackupVolumes;
import dev.stillhouse.operator.pod.Mounts;
import dev.stillhouse.operator.pod.ScratchVolume;
import dev.stillhouse.report.Durations;
import dev.stillhouse.report.RunRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says a run's spec in the runner's words. */
final class RunRequests {
    private static final String PINNED = "@sha256:";

    private RunRequests() {}

    static RunRequest of(RunOrder order) {
        var run = order.run();
        var spec = run.getSpec();
        var execution = spec.execution();
        return new RunRequest(
                RunRequest.VERSION,
                fullName(run, run.getMetadata().getName()),
                run.getMetadata().getUid(),
                spec.operation(),
                spec.targetsOrTarget(),
                spec.downgrade(),
                spec.approvalsOrNone(),
                project(spec.project()),
                new RunRequest.Session(
                        Durations.toMillis(execution.lockTimeoutOrDefault()),
                        Durations.toMillis(execution.statementTimeoutOrDefault()),
                        spec.database().role()),
                order.end().toString(),
                backup(order),
                restore(order),
                spec.purges(),
                spec.downToKnown(),
                Optional.ofNullable(spec.plan()).map(PlanSpec::keep).orElse(null),
                verify(order),
                Optional.ofNullable(spec.settlesRef())
                        .map(lost -> new RunRequest.Lost(fullName(run, lost.name()), lost.uid()))
                        .orElse(null),
                copies(spec),
                rehearsal(run));
    }

    /** A runner of an earlier version, which has no word for it, does what {@code Never} says. */
    private static RunRequest.@Nullable Rehearsal rehearsal(MigrationRun run) {
        return Rehearsals.isMade(run)
                ? new RunRequest.Rehearsal(run.getSpec().rehearsalOrNever(), ScratchVolume.PATH)
                : null;
    }

    private static RunRequest.@Nullable Copies copies(MigrationRunSpec spec) {
        return Optional.ofNullable(spec.copies())
                .map(copies -> new RunRequest.Copies(
                        copies.whereOrDefault(),
                        Optional.ofNullable(copies.database())
                                .map(DatabaseSpec::role)
                                .orElse(null)))
                .orElse(null);
    }

    private static String fullName(MigrationRun run, String name) {
        return run.getMetadata().getNamespace() + "/" + name;
    }

    private static RunRequest.Project project(ProjectSpec project) {
        return new RunRequest.Project(
                Optional.ofNullable(project.path()).orElse(Mounts.PROJECT_PATH),
                project.configOrDefault(),
                project.section(),
                project.urlVariable(),
                Optional.ofNullable(project.x()).orElse(List.of()),
                project.hook(),
                imageDigest(project).orElse(null));
    }

    /** Of a tag it is known only when the image has been pulled. */
    private static Optional<String> imageDigest(ProjectSpec project) {
        return Optional.ofNullable(project.image())
                .filter(image -> image.contains(PINNED))
                .map(image -> image.substring(image.lastIndexOf(PINNED) + 1));
    }

    private static RunRequest.@Nullable Backup backup(RunOrder order) {
        MigrationRun run = order.run();
        if (!BackupNames.mayBeTaken(run)) {
            return null;
        }
        var backup = run.getSpec().backupOrDefault();
        return new RunRequest.Backup(
                backup.whenOrDefault(),
                backup.verifyOrDefault(),
                BackupNames.location(run),
                order.volumes().map(BackupVolumes::asSeenInPod).orElse(null),
                backup.jobsOrDefault(),
                backup.scopeOrDefault(),
                backup.writersOrDefault(),
                Offer.of(run, order.earlier()).orElse(null),
                exclude(backup.exclude()));
    }

    private static RunRequest.@Nullable Exclude exclude(BackupSpec.@Nullable Exclude exclude) {
        return exclude == null
                ? null
                : new RunRequest.Exclude(
                        Objects.requireNonNullElse(exclude.schemas(), List.of()),
                        Objects.requireNonNullElse(exclude.tables(), List.of()),
                        Objects.requireNonNullElse(exclude.extensions(), List.of()));
    }

    private static RunRequest.@Nullable Restore restore(RunOrder order) {
        var restore = order.run().getSpec().restore();
        if (restore == null) {
            return null;
        }
        var source = order.source().orElseThrow();
        return new RunRequest.Restore(
                source.getSpec().location(),
                source.getStatus().digest(),
                // A run with the operation Verify has found it good: others that failed are not restored at all.
                source.getStatus().verifiedBy() != null,
                order.volumes().orElseThrow().asSeenInPod(),
                restore.modeOrDefault(),
                restore.confirm(),
                order.run().getSpec().backupOrDefault().jobsOrDefault());
    }

    private static RunRequest.@Nullable Verify verify(RunOrder order) {
        var verify = order.run().getSpec().verify();
        if (verify == null) {
            return null;
        }
        var source = order.source().orElseThrow();
        return new RunRequest.Verify(
                source.getSpec().location(),
                Optional.ofNullable(source.getStatus())
                        .map(MigrationBackupStatus::digest)
                        .orElse(null),
                order.volumes().orElseThrow().asSeenInPod(),
                order.verification().orElseThrow(),
                order.run().getSpec().backupOrDefault().jobsOrDefault());
    }
}
