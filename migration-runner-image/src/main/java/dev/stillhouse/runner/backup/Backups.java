package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.backup.contents.Contents;
import dev.stillhouse.runner.backup.contents.Manifest;
import dev.stillhouse.runner.backup.contents.Origin;
import dev.stillhouse.runner.backup.contents.Snapshot;
import dev.stillhouse.runner.backup.contents.VersionRows;
import dev.stillhouse.runner.backup.tools.Dumping;
import dev.stillhouse.runner.backup.tools.Halt;
import dev.stillhouse.runner.backup.tools.PgTools;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Bytes;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.store.BackupStore;
import dev.stillhouse.runner.store.StoredFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes backups, and shows of them that they can be restored. Serves one backup at a time. */
public final class Backups {
    private final PgTools tools;
    private final Map<String, String> environment;
    private final Consumer<String> messages;
    private final Consumer<RunReport.Backup> listener;
    private final Halt halt;

    /**
     * Makes ready.
     *
     * @param environment may say where the private PostgreSQL's cluster is copied from
     * @param messages takes whole sentences for people, and what pg_dump prints
     * @param listener told how far the backup has come
     * @param halt ends it
     */
    public Backups(
            PgTools tools,
            Map<String, String> environment,
            Consumer<String> messages,
            Consumer<RunReport.Backup> listener,
            Halt halt) {
        this.tools = tools;
        this.environment = environment;
        this.messages = messages;
        this.listener = listener;
        this.halt = halt;
    }

    /**
     * Takes a backup. It is there, and in the state that was asked for, exactly if this does not fail; otherwise what was
     * stored of it is deleted again, or the trouble says that it could not be.
     */
    public Result<RunReport.Backup> take(BackupStore store, BackupOrder order) {
        Standing standing = new Standing(order.location(), listener);
        Halt inner = new Halt();
        try (Halt.Handle handle = halt.ending(inner::now)) {
            Result<RunReport.Backup> taken = Snapshot.open(
                            order.url(), order.role(), order.applicationName(), tools.major(), inner)
                    .then(snapshot -> {
                        try (snapshot) {
                            return prepared(snapshot, order, store, standing, inner);
                        }
                    })
                    .then(dumped -> stored(dumped, order, store, standing));
            if (taken instanceof Result.Failed<RunReport.Backup>) {
                standing.failed();
            }
            return taken;
        }
    }

    private record Dumped(Origin origin, Snapshot snapshot, List<VersionRows> rows, Path folder, Contents contents) {}

    private Result<Dumped> prepared(
            Snapshot snapshot, BackupOrder order, BackupStore store, Standing standing, Halt inner) {
        return snapshot.origin()
                .then(origin -> rows(snapshot, order).then(rows -> {
                    standing.snapshot(
                            snapshot.time().toString(), order.versionTable() == null ? null : revisions(rows));
                    Result<Origin> ready = order.verification() == BackupVerification.Restore
                            ? verifier().ready(origin, order.scratch())
                            : Result.ok(origin);
                    return ready.then(ok -> store.begin(order.location(), snapshot.dataBytes()))
                            .then(folder -> cleaned(
                                    dump(snapshot, order, folder, inner, store)
                                            .then(contents ->
                                                    Result.ok(new Dumped(origin, snapshot, rows, folder, contents))),
                                    store,
                                    order));
                }));
    }

    private static Result<List<VersionRows>> rows(Snapshot snapshot, BackupOrder order) {
        return order.versionTable() == null ? Result.ok(List.of()) : snapshot.versionRows(order.versionTable());
    }

    private static List<String> revisions(List<VersionRows> rows) {
        return rows.stream()
                .flatMap(table -> table.rows().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private Result<Contents> dump(Snapshot snapshot, BackupOrder order, Path folder, Halt inner, BackupStore store) {
        int tables = snapshot.tableCount();
        messages.accept("Dumping " + tables + (tables == 1 ? " table" : " tables") + ", about "
                + Bytes.text(snapshot.dataBytes()) + ", to " + store.describe() + ".");
        return new Dump(tools, snapshot, inner, messages).run(order, folder);
    }

    private Result<RunReport.Backup> stored(Dumped dumped, BackupOrder order, BackupStore store, Standing standing) {
        Result<RunReport.Backup> sealed = store.store(order.location(), dumped.folder(), messages)
                .then(files -> {
                    standing.stored(dumped.contents(), files);
                    messages.accept("Stored " + Bytes.text(sum(files)) + " in " + files.size() + " files: "
                            + dumped.contents().rows() + " rows of "
                            + dumped.contents().tables().size() + " tables.");
                    return verified(dumped, order)
                            .then(ok -> halt.requested()
                                    ? Result.failed(Halt.trouble())
                                    : store.seal(
                                            order.location(),
                                            manifest(dumped, order, files).bytes()));
                })
                .then(digest -> {
                    standing.sealed(
                            order.verification() == BackupVerification.Restore
                                    ? BackupState.Verified
                                    : BackupState.Stored,
                            digest);
                    return Result.ok(standing.now());
                });
        return cleaned(sealed, store, order);
    }

    private Result<Contents> verified(Dumped dumped, BackupOrder order) {
        return order.verification() == BackupVerification.Restore
                ? verifier().verify(dumped.origin(), dumped.contents(), dumped.folder(), order.scratch(), order.jobs())
                : Result.ok(dumped.contents());
    }

    private Manifest manifest(Dumped dumped, BackupOrder order, List<StoredFile> files) {
        return new Manifest(
                dumped.origin(),
                dumped.snapshot().time().toString(),
                tools.version(),
                Dumping.compression(tools),
                order.verification(),
                dumped.rows(),
                dumped.contents(),
                files);
    }

    private static long sum(List<StoredFile> files) {
        return files.stream().mapToLong(StoredFile::size).sum();
    }

    /** Deletes what a failure leaves. */
    private static <T> Result<T> cleaned(Result<T> result, BackupStore store, BackupOrder order) {
        if (!(result instanceof Result.Failed<T>(Trouble trouble))) {
            return result;
        }
        // An interrupted thread could not delete files either.
        boolean interrupted = Thread.interrupted();
        try {
            return store.delete(order.location())
                    .fold(
                            deleted -> Result.failed(new Trouble(
                                    trouble.reason(),
                                    trouble.message() + " The unfinished backup was deleted.",
                                    trouble.failure())),
                            remains -> Result.failed(new Trouble(
                                    trouble.reason(),
                                    trouble.message() + " Files of the unfinished backup remain at " + order.location()
                                            + " in " + store.describe() + ", as they cannot be deleted: "
                                            + remains.message(),
                                    trouble.failure())));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Restores a backup that is there into a PostgreSQL of the runner's own, and compares it with its manifest. */
    public Result<Manifest> verify(BackupStore store, String location, Path scratch, int jobs) {
        return manifest(store, location).then(manifest -> {
            messages.accept("Reading " + Bytes.text(manifest.sizeBytes()) + " from " + store.describe() + ".");
            return verifier()
                    .ready(manifest.origin(), scratch)
                    .then(origin -> store.fetch(location, manifest.files(), scratch.resolve("fetched"), messages))
                    .then(dump -> verifier().verify(manifest.origin(), manifest.contents(), dump, scratch, jobs))
                    .then(copy -> Result.ok(manifest));
        });
    }

    /** The manifest of a complete backup. */
    public static Result<Manifest> manifest(BackupStore store, String location) {
        return store.manifest(location).then(bytes -> {
            try {
                return Result.ok(Manifest.read(bytes));
            } catch (MalformedJson e) {
                return Result.failed(
                        Reason.BackupCorrupt,
                        "The manifest of the backup " + location + " in " + store.describe() + " cannot be read: "
                                + Optional.ofNullable(e.getMessage()).orElse("it is malformed") + ".");
            }
        });
    }

    private Verifier verifier() {
        return new Verifier(tools, environment, messages, halt);
    }
}
