package dev.stillhouse.runner.copies;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Bytes;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.CopyPurpose;
import dev.stillhouse.runner.postgres.FullDisk;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.postgres.PreparedDatabase;
import dev.stillhouse.runner.postgres.PrivateRestore;
import dev.stillhouse.runner.postgres.PrivateServer;
import dev.stillhouse.runner.postgres.SeveralJobs;
import dev.stillhouse.runner.store.Room;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Copies in a PostgreSQL of the runner's own. */
public final class PodCopies implements Copies {
    /** An empty cluster, and its write-ahead log. */
    private static final long CLUSTER_BYTES = 500_000_000L;

    private static final String WITHOUT_SUPERUSERS =
            " It is restored there without the rights of a superuser, as code of"
                    + " the database runs on the way: functions in languages that are not trusted, for example, are not created.";

    static final String WITHOUT_OTHER_ROWS =
            " It has the rows of some tables only: if rows of others are needed to restore these, as by a check that asks"
                    + " for them, set spec.backup.scope: Database.";

    private final PgTools tools;
    private final Path scratch;
    private final Map<String, String> environment;
    private final CopyPurpose purpose;
    private final Consumer<String> messages;
    private final Cancellation cancellation;

    /**
     * Makes ready.
     *
     * @param scratch where the server's files may lie
     */
    public PodCopies(
            PgTools tools,
            Path scratch,
            Map<String, String> environment,
            CopyPurpose purpose,
            Consumer<String> messages,
            Cancellation cancellation) {
        this.tools = tools;
        this.scratch = scratch;
        this.environment = environment;
        this.purpose = purpose;
        this.messages = messages;
        this.cancellation = cancellation;
    }

    @Override
    public Result<Origin> possible(Origin origin, long bytes, int jobs) {
        Optional<Trouble> full = room(bytes);
        if (full.isPresent()) {
            return Result.failed(full.get());
        }
        PgTools own = tools.forServer(origin.majorVersion());
        Result<Origin> possible = possible(own, origin);
        return possible instanceof Result.Ok<Origin> || own.equals(tools) ? possible : possible(tools, origin);
    }

    @Override
    public Result<Copy> open(CopyOrder order) {
        Optional<Trouble> full = room(order.bytes());
        if (full.isPresent()) {
            return Result.failed(full.get());
        }
        messages.accept("Restoring " + purpose.what() + " into a PostgreSQL of the runner's own.");
        PgTools programs = programs(order.origin());
        return SeveralJobs.thenOne(order.jobs(), messages, jobs -> restored(programs, order, jobs))
                .fold(
                        Result::ok,
                        trouble -> Result.failed(
                                trouble.reason() == Reason.RestoreFailed ? cannotRestore(trouble, order) : trouble));
    }

    private Result<Copy> restored(PgTools programs, CopyOrder order, int jobs) {
        return PrivateServer.start(programs, scratch, environment, order.origin(), cancellation)
                .then(server -> {
                    Result<Copy> copy = restored(server, order, jobs);
                    if (copy instanceof Result.Failed<Copy>) {
                        server.close();
                    }
                    return copy;
                });
    }

    private Result<Copy> restored(PrivateServer server, CopyOrder order, int jobs) {
        return PreparedDatabase.create(server::url, order.origin(), purpose)
                .then(database -> new PrivateRestore(
                                tools, database, purpose, order.dump(), jobs, order.foreignKeys(), cancellation)
                        .run()
                        .fold(
                                notes -> Result.ok(new Copy(database.asRestorer(), null, Gaps.NONE, notes, () -> {
                                    server.close();
                                    return Optional.empty();
                                })),
                                trouble -> Result.failed(
                                        trouble.reason() == Reason.RestoreFailed
                                                ? withoutLocales(trouble, database.missingLocales())
                                                : trouble)));
    }

    /** One of the database's own major version, where this machine has it with all that is needed. */
    private PgTools programs(Origin origin) {
        PgTools own = tools.forServer(origin.majorVersion());
        return own.equals(tools) || possible(own, origin) instanceof Result.Ok<Origin> ? own : tools;
    }

    private Result<Origin> possible(PgTools programs, Origin origin) {
        return started(programs, origin, server -> PreparedDatabase.possible(server::url, origin, purpose));
    }

    private <T> Result<T> started(PgTools programs, Origin origin, Function<PrivateServer, Result<T>> work) {
        return PrivateServer.start(programs, scratch, environment, origin, cancellation)
                .then(server -> {
                    try (server) {
                        return work.apply(server);
                    }
                });
    }

    private Optional<Trouble> room(long bytes) {
        try {
            Files.createDirectories(scratch);
            long free = Room.in(scratch, environment);
            long needed = bytes + CLUSTER_BYTES;
            return free >= needed
                    ? Optional.empty()
                    : Optional.of(new Trouble(
                            Reason.StorageFull,
                            "The scratch volume at " + scratch + " has " + Bytes.text(free)
                                    + " free, and restoring " + purpose.what() + " of " + Bytes.text(bytes)
                                    + " needs about " + Bytes.text(needed)
                                    + ". Make it larger (spec.backup.scratch.size), " + purpose.elsewhere() + "or "
                                    + purpose.otherwise() + "."));
        } catch (IOException e) {
            return Optional.of(new Trouble(
                    Reason.StorageUnavailable,
                    "The scratch volume at " + scratch + " cannot be used: " + e.getMessage()));
        }
    }

    private Trouble cannotRestore(Trouble trouble, CopyOrder order) {
        return FullDisk.isToldBy(trouble.message())
                ? new Trouble(
                        Reason.StorageFull,
                        "The scratch volume became full while " + purpose.what() + " was restored: " + trouble.message()
                                + " Make it larger.")
                : new Trouble(
                        Reason.BackupNotVerifiable,
                        purpose.asSubject() + " cannot be restored into the runner's own PostgreSQL: "
                                + trouble.message()
                                + (trouble.message().contains("permission denied") ? WITHOUT_SUPERUSERS : "")
                                + (order.ofSomeRows() ? WITHOUT_OTHER_ROWS : "")
                                + " Correct that in the database, " + purpose.elsewhere() + "or " + purpose.otherwise()
                                + ".");
    }

    private static Trouble withoutLocales(Trouble trouble, List<String> missing) {
        return missing.isEmpty()
                ? trouble
                : trouble.saying("It has not the " + (missing.size() == 1 ? "locale " : "locales ")
                        + String.join(", ", missing)
                        + " of the database, and orders by bytes instead: if a check, the bounds of partitions or a range need"
                        + " another order, the database's own server has it, or a runner image can have it.");
    }
}
