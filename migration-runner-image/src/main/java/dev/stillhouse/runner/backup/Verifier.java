package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.contents.ContentDifference;
import dev.stillhouse.runner.contents.ContentReader;
import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.contents.Exclusion;
import dev.stillhouse.runner.contents.Snapshot;
import dev.stillhouse.runner.model.Bytes;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.postgres.PreparedDatabase;
import dev.stillhouse.runner.postgres.PrivateRestore;
import dev.stillhouse.runner.postgres.PrivateServer;
import dev.stillhouse.runner.store.Room;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Restores a dump into a PostgreSQL of the runner's own and compares what is there with what was read. */
final class Verifier {
    private static final String APPLICATION = "stillhouse verification";
    private static final int DIFFERENCES_TOLD = 5;
    /** An empty cluster, and its write-ahead log. */
    private static final long CLUSTER_BYTES = 500_000_000L;

    private static final String WITHOUT_SUPERUSERS =
            " It is restored there without the rights of a superuser, as code of"
                    + " the database runs on the way: functions in languages that are not trusted, for example, are not created.";

    private static final String WITHOUT_OTHER_ROWS =
            " It has the rows of some tables only: if rows of others are needed to restore these, as by a check that asks"
                    + " for them, set spec.backup.scope: Database.";

    private final PgTools tools;
    private final Map<String, String> environment;
    private final Consumer<String> messages;
    private final Cancellation cancellation;

    Verifier(PgTools tools, Map<String, String> environment, Consumer<String> messages, Cancellation cancellation) {
        this.tools = tools;
        this.environment = environment;
        this.messages = messages;
        this.cancellation = cancellation;
    }

    /**
     * Refuses what cannot be verified, before anything is dumped.
     *
     * @param bytes size of what is restored on a server's disk
     */
    Result<Origin> ready(Origin origin, long bytes, Path scratch) {
        Optional<Trouble> full = room(bytes, scratch);
        if (full.isPresent()) {
            return Result.failed(full.get());
        }
        PgTools own = tools.forServer(origin.majorVersion());
        Result<Origin> possible = possible(own, origin, scratch);
        return possible instanceof Result.Ok<Origin> || own.equals(tools) ? possible : possible(tools, origin, scratch);
    }

    /**
     * Compares a dump with what was read of the database.
     *
     * @param scratch where the server's files may lie
     * @return what could not be shown, a sentence for each
     */
    Result<List<String>> verify(Manifest backup, Path dump, Path scratch, int jobs) {
        Optional<Trouble> full = room(backup.copyBytes(), scratch);
        if (full.isPresent()) {
            return Result.failed(full.get());
        }
        return restoredAndCompared(backup, dump, scratch, jobs)
                .fold(
                        Result::ok,
                        trouble -> jobs > 1 && trouble.reason() == Reason.BackupNotVerifiable
                                ? again(backup, dump, scratch)
                                : Result.failed(trouble));
    }

    /** Several jobs may make an index while the rows that its function asks for are still to come; a single one does not. */
    private Result<List<String>> again(Manifest backup, Path dump, Path scratch) {
        messages.accept("The backup could not be restored by several jobs at once. Trying again with one.");
        return restoredAndCompared(backup, dump, scratch, 1);
    }

    private Result<List<String>> restoredAndCompared(Manifest backup, Path dump, Path scratch, int jobs) {
        return onServer(
                backup.origin(),
                scratch,
                server -> PreparedDatabase.create(server::url, backup.origin(), APPLICATION)
                        .then(copy -> restored(copy, backup, dump, jobs)
                                .then(notes -> read(copy.asRestorer(), jobs)
                                        .then(contents -> compared(backup.expected(), backup.comparable(contents)))
                                        .then(equal -> Result.ok(notes)))));
    }

    /** One of the database's own major version, where this machine has it with all that is needed. */
    private <T> Result<T> onServer(Origin origin, Path scratch, Function<PrivateServer, Result<T>> work) {
        PgTools own = tools.forServer(origin.majorVersion());
        boolean fits = own.equals(tools) || possible(own, origin, scratch) instanceof Result.Ok<Origin>;
        return started(fits ? own : tools, origin, scratch, work);
    }

    private <T> Result<T> started(
            PgTools programs, Origin origin, Path scratch, Function<PrivateServer, Result<T>> work) {
        return PrivateServer.start(programs, scratch, environment, origin, cancellation)
                .then(server -> {
                    try (server) {
                        return work.apply(server);
                    }
                });
    }

    private Result<Origin> possible(PgTools programs, Origin origin, Path scratch) {
        return started(
                programs, origin, scratch, server -> PreparedDatabase.possible(server::url, origin, APPLICATION));
    }

    private Optional<Trouble> room(long bytes, Path scratch) {
        try {
            Files.createDirectories(scratch);
            long free = Room.in(scratch, environment);
            long needed = bytes + CLUSTER_BYTES;
            return free >= needed
                    ? Optional.empty()
                    : Optional.of(
                            new Trouble(
                                    Reason.StorageFull,
                                    "The scratch volume at " + scratch + " has " + Bytes.text(free)
                                            + " free, and restoring a database of " + Bytes.text(bytes)
                                            + " for its verification needs about " + Bytes.text(needed)
                                            + ". Make it larger (spec.backup.scratch.size), or set spec.backup.verify: Digest."));
        } catch (IOException e) {
            return Optional.of(new Trouble(
                    Reason.StorageUnavailable,
                    "The scratch volume at " + scratch + " cannot be used: " + e.getMessage()));
        }
    }

    private Result<List<String>> restored(PreparedDatabase copy, Manifest backup, Path dump, int jobs) {
        messages.accept("Restoring the backup into a PostgreSQL of the runner's own.");
        return new PrivateRestore(tools, copy, APPLICATION, dump, jobs, backup.leftOut(), cancellation)
                .run()
                .fold(
                        notes -> {
                            notes.forEach(messages);
                            return Result.ok(notes);
                        },
                        trouble -> Result.failed(
                                trouble.reason() == Reason.RestoreFailed
                                        ? cannotRestore(trouble, backup, copy.missingLocales())
                                        : trouble));
    }

    private static Trouble cannotRestore(Trouble trouble, Manifest backup, List<String> missingLocales) {
        return trouble.message().contains("No space left on device")
                ? new Trouble(
                        Reason.StorageFull,
                        "The scratch volume became full while the backup was restored: " + trouble.message()
                                + " Make it larger.")
                : new Trouble(
                        Reason.BackupNotVerifiable,
                        "The backup cannot be restored into the runner's own PostgreSQL: " + trouble.message()
                                + (trouble.message().contains("permission denied") ? WITHOUT_SUPERUSERS : "")
                                + (backup.scope() == BackupScope.Tables ? WITHOUT_OTHER_ROWS : "")
                                + (missingLocales.isEmpty() ? "" : withoutLocales(missingLocales))
                                + " Correct that in the database, or set spec.backup.verify: Digest.");
    }

    private static String withoutLocales(List<String> missing) {
        return " It has not the " + (missing.size() == 1 ? "locale " : "locales ") + String.join(", ", missing)
                + " of the database, and orders by bytes instead: if a check, the bounds of partitions or a range need"
                + " another order, use a runner image that has " + (missing.size() == 1 ? "it." : "them.");
    }

    private Result<Contents> read(DatabaseUrl copy, int jobs) {
        messages.accept("Comparing the restored copy.");
        return Snapshot.open(copy, null, APPLICATION, Integer.MAX_VALUE, Exclusion.NONE, cancellation)
                .then(snapshot -> {
                    try (snapshot) {
                        return ContentReader.read(snapshot, Math.max(2, jobs), line -> {});
                    }
                });
    }

    private static Result<Contents> compared(Contents expected, Contents copy) {
        List<String> differences = ContentDifference.differences(expected, copy);
        if (differences.isEmpty()) {
            return Result.ok(copy);
        }
        int more = differences.size() - DIFFERENCES_TOLD;
        return Result.failed(
                Reason.BackupNotEqual,
                "The restored copy is not equal to the database: "
                        + String.join("; ", differences.subList(0, Math.min(DIFFERENCES_TOLD, differences.size())))
                        + (more > 0 ? "; and " + more + " more differences" : "") + ".");
    }
}
