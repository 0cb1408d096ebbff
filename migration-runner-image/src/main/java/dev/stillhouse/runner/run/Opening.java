package dev.stillhouse.runner.run;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.RunLocks;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.project.MigrationProject;
import dev.stillhouse.runner.project.ProjectSource;
import dev.stillhouse.runner.run.Stop.Deadline;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The phase observe. Database and project are opened at the same time: both are slow, and neither needs the other. */
final class Opening {
    private final RunRequest request;
    private final DatabaseUrl url;
    private final Journal journal;
    private final Stop stop;
    private final RunLocks locks = RunLocks.draw(new SecureRandom());
    private final AtomicBoolean unwanted = new AtomicBoolean();
    private final AtomicReference<@Nullable MigrationProject> found = new AtomicReference<>();

    Opening(RunRequest request, DatabaseUrl url, Journal journal, Stop stop) {
        this.request = request;
        this.url = url;
        this.journal = journal;
        this.stop = stop;
    }

    /** The project, and what is told of it once the lock is held: until then the last word is who holds that. */
    private record Ready(MigrationProject project, String versions) {}

    private record Locked(ServerIdentity server, LockKeeping lock) {}

    Result<Opened> open(ProjectSource source, Deadline deadline) {
        if (source.inContainer()) {
            journal.say("Waiting for the project's container to start.");
        }
        if (!source.awaitContainer(stop::isRequested)) {
            return Result.failed(Reason.BridgeLost, "The project's container did not start.");
        }
        stop.react(this::abandonProject);
        CompletableFuture<Result<Ready>> project = CompletableFuture.supplyAsync(
                () -> openProject(source),
                task -> Thread.ofPlatform().daemon().name("bridge").start(task));
        Result<Opened> opened = new FirstConnection(journal, stop)
                .open(url, () -> Database.connect(url, SessionName.of(request), locks))
                .then(database -> {
                    Result<Opened> result = observe(database, deadline, project)
                            .then(locked -> project.join().then(it -> {
                                journal.say(it.versions());
                                return Result.ok(new Opened(database, locked.lock(), locked.server(), it.project()));
                            }));
                    if (result instanceof Result.Failed<Opened>) {
                        database.close();
                    }
                    return result;
                });
        if (opened instanceof Result.Failed<Opened>) {
            // A bridge that begins to listen only now would wait for ever.
            unwanted.set(true);
            abandonProject();
            if (project.join() instanceof Result.Ok<Ready>(Ready late)) {
                late.project().close();
            }
        }
        return opened;
    }

    private Result<Locked> observe(Database database, Deadline deadline, CompletableFuture<Result<Ready>> project) {
        return database.identity().then(server -> {
            journal.reached(server);
            return new LockWait(database.lock(), journal, stop)
                    .take(deadline, () -> trouble(project))
                    .or(() -> Optional.ofNullable(request.settles())
                            .flatMap(lost -> database.concluded(lost).end()))
                    .<Result<Locked>>map(Result::failed)
                    .orElseGet(
                            () -> LockKeeping.of(database, journal).then(lock -> Result.ok(new Locked(server, lock))));
        });
    }

    private static Optional<Trouble> trouble(CompletableFuture<Result<Ready>> project) {
        return project.isDone() && project.join() instanceof Result.Failed<Ready>(Trouble trouble)
                ? Optional.of(trouble)
                : Optional.empty();
    }

    private Result<Ready> openProject(ProjectSource source) {
        return source.find(() -> unwanted.get() || stop.isRequested()).then(project -> {
            found.set(project);
            if (unwanted.get() || stop.isRequested()) {
                project.abandon();
            }
            Result<String> opened = project.open(request, url, locks);
            if (opened instanceof Result.Failed<String>) {
                project.close();
            }
            return opened.then(versions -> Result.ok(new Ready(project, versions)));
        });
    }

    private void abandonProject() {
        MigrationProject project = found.get();
        if (project != null) {
            project.abandon();
        }
    }
}
