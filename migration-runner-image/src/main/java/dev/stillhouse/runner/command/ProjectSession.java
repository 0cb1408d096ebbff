package dev.stillhouse.runner.command;

import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.bridge.Bridge;
import dev.stillhouse.runner.bridge.BridgeFinder;
import dev.stillhouse.runner.bridge.BridgeLocation;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.run.Stop;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Work with the project that needs no lock: looking, and making revision files. */
final class ProjectSession {
    private final BridgeLocation location;
    private final Stop stop;

    ProjectSession(BridgeLocation location, Stop stop) {
        this.location = location;
        this.stop = stop;
    }

    /** Opens the project, does the work and closes it. */
    <T> Result<T> with(RunRequest request, DatabaseUrl url, Function<Bridge, Result<T>> work) {
        Result<T> result = BridgeFinder.find(location, stop::isRequested).then(bridge -> {
            stop.react(bridge::abandon);
            try (bridge) {
                return bridge.open(request, url).then(versions -> work.apply(bridge));
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
                operation,
                targets,
                DowngradePolicy.Allow,
                List.of(),
                project,
                session,
                deadline.toSeconds(),
                null,
                null,
                purge,
                null);
    }
}
