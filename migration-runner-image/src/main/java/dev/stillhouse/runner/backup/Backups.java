package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contents.BackedUpVersions;
import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.contents.Snapshot;
import dev.stillhouse.runner.model.Bytes;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.postgres.PgDump;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.store.BackupStore;
import dev.stillhouse.runner.store.StoredFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Takes backups, and shows of them that they can be restored. Serves one backup at a time. */
public final class Backups {
    private final PgTools tools;
    private final Map<String, String> environment;
    private final Consumer<String> messages;
    private final Consumer<RunReport.Backup> listener;
    private final Cancellation cancellation;

    /**
     * Makes ready.
     *
     * @param environment may say where the private PostgreSQL's cluster is copied from
     * @param messages takes whole sentences for people, and what pg_dump prints
     * @param listener told how far the backup has come
     * @param cancellation ends it
     */
    public Backups(
            PgTools tools,
            Map<String, String> environment,
            Consumer<String> messages,
            Consumer<RunReport.Backup> listener,
            Cancellation cancellation) {
        this.tools = tools;
        this.environment = environment;
        this.messages = messages;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /**
     * Takes a backup. It is there, and in the state that was asked for, exactly if this does not fail; otherwise what was
     * stored of it is deleted again, or the trouble says that it could not be.
     */
    public Result<RunReport.Backup> take(BackupStore store, BackupOrder order) {
        BackupProgress progress = new BackupProgress(order.location(), listener);
        Cancellation inner = new Cancellation();
        try (Cancellation.Handle handle = cancellation.ending(inner::now)) {
            Result<RunReport.Backup> taken = Snapshot.open(
                            order.url(), order.role(), order.applicationName(), tools.major(), inner)
                    .then(snapshot -> {
                        try (snapshot) {
                            return prepared(snapshot, order, store, progress, inner);
                        }
                    })
                    .then(dumped -> stored(dumped, order, store, progress));
            if (taken instanceof Result.Failed<RunReport.Backup>) {
                progress.failed();
            }
            return taken;
        }
    }

    private record Dumped(
            Origin origin, Snapshot snapshot, List<BackedUpVersions> rows, Path folder, Contents contents) {}

    private Result<Dumped> prepared(
            Snapshot snapshot, BackupOrder order, BackupStore store, BackupProgress progress, Cancellation inner) {
        return snapshot.origin()
                .then(origin -> rows(snapshot, order).then(rows -> {
                    progress.snapshot(
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

    private static Result<List<BackedUpVersions>> rows(Snapshot snapshot, BackupOrder order) {
        return order.versionTable() == null ? Result.ok(List.of()) : snapshot.versionRows(order.versionTable());
    }

    private static List<String> revisions(List<BackedUpVersions> rows) {
        return rows.stream()
                .flatMap(table -> table.rows().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private Result<Contents> dump(
            Snapshot snapshot, BackupOrder order, Path folder, Cancellation inner, BackupStore store) {
        int tables = snapshot.tableCount();
        messages.accept("Dumping " + tables + (tables == 1 ? " table" : " tables") + ", about "
                + Bytes.text(snapshot.dataBytes()) + ", to " + store.describe() + ".");
        return new DumpWithContents(tools, snapshot, inner, messages).run(order, folder);
    }

    private Result<RunReport.Backup> stored(
            Dumped dumped, BackupOrder order, BackupStore store, BackupProgress progress) {
        Result<RunReport.Backup> sealed = store.store(order.location(), dumped.folder(), messages)
                .then(files -> {
                    progress.stored(dumped.contents(), files);
                    messages.accept("Stored " + Bytes.text(sum(files)) + " in " + files.size() + " files: "
                            + dumped.contents().rows() + " rows of "
                            + dumped.contents().tables().size() + " tables.");
                    return verified(dumped, order)
                            .then(notes -> cancellation.requested()
                                    ? Result.failed(Cancellation.trouble())
                                    : store.seal(
                                            order.location(),
                                            manifest(dumped, order, files, notes)
                                                    .bytes()));
                })
                .then(digest -> {
                    progress.sealed(
                            order.verification() == BackupVerification.Restore
                                    ? BackupState.Verified
                                    : BackupState.Stored,
                            digest);
                    return Result.ok(progress.now());
                });
        return cleaned(sealed, store, order);
    }

    /** @return what could not be shown */
    private Result<List<String>> verified(Dumped dumped, BackupOrder order) {
        return order.verification() == BackupVerification.Restore
                ? verifier().verify(dumped.origin(), dumped.contents(), dumped.folder(), order.scratch(), order.jobs())
                : Result.ok(List.of());
    }

    private Manifest manifest(Dumped dumped, BackupOrder order, List<StoredFile> files, List<String> notes) {
        return new Manifest(
                dumped.origin(),
                dumped.snapshot().time().toString(),
                tools.version(),
                PgDump.compression(tools),
                order.verification(),
                notes,
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

    /**
     * Reads a backup that is there: each file is compared with the manifest. If that is asked for, it is restored into a
     * PostgreSQL of the runner's own, and compared with what was read when it was taken.
     *
     * @return what could not be shown, a sentence for each
     */
    public Result<List<String>> verify(BackupStore store, Manifest manifest, VerificationOrder order) {
        boolean restore = order.verification() == BackupVerification.Restore;
        messages.accept("Reading " + Bytes.text(manifest.sizeBytes()) + " from " + store.describe() + ".");
        Result<Origin> ready =
                restore ? verifier().ready(manifest.origin(), order.scratch()) : Result.ok(manifest.origin());
        return ready.then(origin -> store.fetch(
                        order.location(), manifest.files(), order.scratch().resolve("fetched"), messages))
                .then(dump -> cancellation.requested() ? Result.failed(Cancellation.trouble()) : Result.ok(dump))
                .then(dump -> restore
                        ? verifier().verify(manifest.origin(), manifest.contents(), dump, order.scratch(), order.jobs())
                        : Result.ok(List.of()));
    }

    private Verifier verifier() {
        return new Verifier(tools, environment, messages, cancellation);
    }
}
