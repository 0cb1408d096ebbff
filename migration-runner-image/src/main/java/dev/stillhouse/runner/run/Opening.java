package dev.stillhouse.runner.run;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.bridge.Bridge;
import dev.stillhouse.runner.bridge.BridgeFinder;
import dev.stillhouse.runner.bridge.BridgeLocation;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.run.Stop.Deadline;
import dev.stillhouse.runner.url.DatabaseUrl;
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
    private final AtomicBoolean unwanted = new AtomicBoolean();
    private final AtomicReference<@Nullable Bridge> found = new AtomicReference<>();

    Opening(RunRequest request, DatabaseUrl url, Journal journal, Stop stop) {
        this.request = request;
        this.url = url;
        this.journal = journal;
        this.stop = stop;
    }

    /** The bridge, and what is told of it once the lock is held: until then the last word is who holds that. */
    private record Ready(Bridge bridge, String versions) {}

    Result<Opened> open(BridgeLocation location, Deadline deadline) {
        if (location.socket() != null) {
            journal.say("Waiting for the project's container to start.");
        }
        if (!BridgeFinder.awaitContainer(location, stop::isRequested)) {
            return Result.failed(Reason.BridgeLost, "The project's container did not start.");
        }
        journal.say("Connecting to " + url.place() + ".");
        stop.react(this::abandonBridge);
        CompletableFuture<Result<Ready>> bridge = CompletableFuture.supplyAsync(
                () -> openBridge(location),
                task -> Thread.ofPlatform().daemon().name("bridge").start(task));
        Result<Opened> opened = Database.connect(url, "stillhouse " + request.run())
                .then(database -> {
                    Result<Opened> result = observe(database, deadline, bridge)
                            .then(server -> bridge.join().then(it -> {
                                journal.say(it.versions());
                                return Result.ok(new Opened(database, server, it.bridge()));
                            }));
                    if (result instanceof Result.Failed<Opened>) {
                        database.close();
                    }
                    return result;
                });
        if (opened instanceof Result.Failed<Opened>) {
            // A bridge that begins to listen only now would wait for ever.
            unwanted.set(true);
            abandonBridge();
            if (bridge.join() instanceof Result.Ok<Ready>(Ready late)) {
                late.bridge().close();
            }
        }
        return opened;
    }

    private Result<ServerIdentity> observe(
            Database database, Deadline deadline, CompletableFuture<Result<Ready>> bridge) {
        return database.identity().then(server -> {
            journal.reached(server);
            return new LockWait(database.lock(), journal, stop)
                    .take(deadline, () -> trouble(bridge))
                    .<Result<ServerIdentity>>map(Result::failed)
                    .orElseGet(() -> Result.ok(server));
        });
    }

    private static Optional<Trouble> trouble(CompletableFuture<Result<Ready>> bridge) {
        return bridge.isDone() && bridge.join() instanceof Result.Failed<Ready>(Trouble trouble)
                ? Optional.of(trouble)
                : Optional.empty();
    }

    private Result<Ready> openBridge(BridgeLocation location) {
        return BridgeFinder.find(location, () -> unwanted.get() || stop.isRequested())
                .then(bridge -> {
                    found.set(bridge);
                    if (unwanted.get() || stop.isRequested()) {
                        bridge.abandon();
                    }
                    Result<Bridge.Versions> opened = bridge.open(request, url);
                    if (opened instanceof Result.Failed<Bridge.Versions>) {
                        bridge.close();
                    }
                    return opened.then(it -> Result.ok(new Ready(
                            bridge,
                            "The project runs with Python " + it.python() + ", Alembic " + it.alembic()
                                    + " and SQLAlchemy " + it.sqlalchemy() + ".")));
                });
    }

    private void abandonBridge() {
        Bridge bridge = found.get();
        if (bridge != null) {
            bridge.abandon();
        }
    }
}
