package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.pod.BackupVolumes;
import dev.stillhouse.operator.pod.Mounts;
import dev.stillhouse.report.RunRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says a run's spec in the runner's words. */
final class RunRequests {
    private RunRequests() {}

    static RunRequest of(RunOrder order) {
        var run = order.run();
        var spec = run.getSpec();
        var execution = spec.execution();
        return new RunRequest(
                RunRequest.VERSION,
                run.getMetadata().getNamespace() + "/" + run.getMetadata().getName(),
                spec.operation(),
                spec.targetsOrTarget(),
                spec.downgrade(),
                spec.approvalsOrNone(),
                project(spec.project()),
                new RunRequest.Session(
                        execution.lockTimeoutOrDefault().toMillis(),
                        execution.statementTimeoutOrDefault().toMillis(),
                        spec.database().role()),
                execution.deadlineOrDefault().toSeconds(),
                backup(order),
                restore(order),
                spec.purges(),
                spec.downToKnown());
    }

    private static RunRequest.Project project(ProjectSpec project) {
        return new RunRequest.Project(
                Optional.ofNullable(project.path()).orElse(Mounts.PROJECT_PATH),
                project.configOrDefault(),
                project.section(),
                project.urlVariable(),
                Optional.ofNullable(project.x()).orElse(List.of()),
                project.hook());
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
                backup.jobsOrDefault());
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
                order.volumes().orElseThrow().asSeenInPod(),
                restore.modeOrDefault(),
                restore.confirm(),
                order.run().getSpec().backupOrDefault().jobsOrDefault());
    }
}
