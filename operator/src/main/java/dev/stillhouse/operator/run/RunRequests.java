package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.RunRequest;
import java.util.List;
import java.util.Optional;

/** Says a run's spec in the runner's words. */
final class RunRequests {
    private RunRequests() {}

    static RunRequest of(MigrationRun run) {
        var spec = run.getSpec();
        var project = spec.project();
        var execution = spec.execution();
        return new RunRequest(
                RunRequest.VERSION,
                run.getMetadata().getNamespace() + "/" + run.getMetadata().getName(),
                spec.operation(),
                List.of(spec.target()),
                spec.downgrade(),
                spec.approvalsOrNone(),
                new RunRequest.Project(
                        Optional.ofNullable(project.path()).orElse(Mounts.PROJECT_PATH),
                        project.configOrDefault(),
                        project.section(),
                        project.urlVariable(),
                        Optional.ofNullable(project.x()).orElse(List.of())),
                new RunRequest.Session(
                        execution.lockTimeoutOrDefault().toMillis(),
                        execution.statementTimeoutOrDefault().toMillis(),
                        spec.database().role()),
                execution.deadlineOrDefault().toSeconds());
    }
}
