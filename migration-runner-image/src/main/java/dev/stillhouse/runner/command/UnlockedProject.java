package dev.stillhouse.runner.command;

import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.project.MigrationProject;
import dev.stillhouse.runner.project.ProjectSource;
import dev.stillhouse.runner.run.Stop;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Work with the project that needs no lock: looking, and making revision files. */
final class UnlockedProject {
    private final ProjectSource source;
    private final Stop stop;

    UnlockedProject(ProjectSource source, Stop stop) {
        this.source = source;
        this.stop = stop;
    }

    /** Opens the project, does the work and closes it. */
    <T> Result<T> with(RunRequest request, DatabaseUrl url, Function<MigrationProject, Result<T>> work) {
        Result<T> result = source.find(stop::isRequested).then(project -> {
            stop.react(project::abandon);
            try (project) {
                return project.open(request, url, null).then(versions -> work.apply(project));
            }
        });
        return result.fold(Result::ok, trouble -> Result.failed(interrupted(trouble)));
    }

    private Trouble interrupted(Trouble trouble) {
        return stop.isRequested() && trouble.reason() == Reason.BridgeLost
                ? new Trouble(Reason.Cancelled, "The command was interrupted. The database was not changed.")
                : trouble;
    }

    /** A request that says where the project is and how its sessions are set; it asks for nothing. */
    static RunRequest request(RunRequest.Project project, RunRequest.Session session) {
        return request(Operation.Observe, List.of(), false, project, session, Duration.ZERO);
    }

    static RunRequest request(
            Operation operation,
            List<String> targets,
            boolean purge,
            RunRequest.Project project,
            RunRequest.Session session,
            Duration deadline) {
        return new RunRequest(
                RunRequest.VERSION,
                Person.name(),
                UUID.randomUUID().toString(),
                operation,
                targets,
                DowngradePolicy.Allow,
                List.of(),
                project,
                session,
                Instant.now().plus(deadline).toString(),
                null,
                null,
                purge,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
