package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contents.BackedUpVersions;
import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.contents.PartialContents;
import dev.stillhouse.runner.contents.Selection;
import dev.stillhouse.runner.contents.Snapshot;
import dev.stillhouse.runner.copies.Copies;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.model.Bytes;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.CopyPurpose;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.postgres.PgDump;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.store.BackupStore;
import dev.stillhouse.runner.store.StoredFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
     * Takes a backup. It is there, and in the state that was asked for, exactly if this does not fail. If all is stored and
     * only its verification fails, it stays, and is told as failed; otherwise what was stored of it is deleted again, or the
     * trouble says that it could not be.
     */
    public Result<RunReport.Backup> take(BackupStore store, BackupOrder order) {
        BackupProgress progress = new BackupProgress(order.location(), listener);
        Cancellation inner = new Cancellation();
        try (Cancellation.Handle handle = cancellation.ending(inner::now)) {
            Result<RunReport.Backup> taken = Snapshot.open(
                            order.url(), order.role(), order.applicationName(), tools.major(), order.exclusion(), inner)
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
            Origin origin,
            Snapshot snapshot,
            List<BackedUpVersions> rows,
            Surroundings surroundings,
            Path folder,
            DumpWithContents.Outcome outcome,
            Selection selection) {

        Contents contents() {
            return outcome.contents();
        }

        @Nullable
        PartialContents partial() {
            return selection instanceof Selection.Some some ? some.partial() : null;
        }

        List<String> notes(List<String> unshown) {
            return BackupNotes.all(
                    partial() == null ? null : partial().excluded(), surroundings, outcome.warnings(), unshown);
        }
    }

    private Result<Dumped> prepared(
            Snapshot snapshot, BackupOrder order, BackupStore store, BackupProgress progress, Cancellation inner) {
        return snapshot.origin()
                .then(origin -> rows(snapshot, order)
                        .then(rows -> new ChosenRows(tools)
                                .of(order, snapshot, origin, rows)
                                .then(selection -> Surroundings.read(snapshot, selection)
                                        .then(surroundings -> {
                                            progress.snapshot(
                                                    snapshot.time().toString(),
                                                    order.versionTable() == null ? null : revisions(rows),
                                                    selection);
                                            return ready(order, origin, selection)
                                                    .then(ok -> store.begin(
                                                            order.location(),
                                                            ChosenRows.dataBytes(selection, snapshot)))
                                                    .then(folder -> cleaned(
                                                            dump(snapshot, selection, order, folder, inner, store)
                                                                    .then(outcome -> Result.ok(new Dumped(
                                                                            origin,
                                                                            snapshot,
                                                                            rows,
                                                                            surroundings,
                                                                            folder,
                                                                            outcome,
                                                                            selection))),
                                                            store,
                                                            order));
                                        }))));
    }

    private Result<Origin> ready(BackupOrder order, Origin origin, Selection selection) {
        return order.verification() == BackupVerification.Restore
                ? copies(order.copies(), order.scratch())
                        .possible(
                                origin,
                                selection instanceof Selection.Some some
                                        ? some.partial().bytes()
                                        : origin.bytes(),
                                order.jobs())
                : Result.ok(origin);
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

    private Result<DumpWithContents.Outcome> dump(
            Snapshot snapshot,
            Selection selection,
            BackupOrder order,
            Path folder,
            Cancellation inner,
            BackupStore store) {
        int tables = snapshot.tableCount();
        if (!snapshot.unknown().isEmpty()) {
            messages.accept(
                    "spec.backup.exclude names what is not there: " + String.join(", ", snapshot.unknown()) + ".");
        }
        messages.accept("Dumping "
                + switch (selection) {
                    case Selection.Some some
                    when some.partial().excluded() != null -> some.tables() + " of " + tables + " tables";
                    case Selection.Some some ->
                        "the schema, and the rows of " + some.tables() + " of " + tables + " tables";
                    case Selection.All(String why) ->
                        tables
                                + (tables == 1 ? " table" : " tables")
                                + (why.isEmpty() ? "" : " (the rows of all, as " + why + ")");
                }
                + ", about " + Bytes.text(ChosenRows.dataBytes(selection, snapshot)) + ", to " + store.describe()
                + ".");
        return new DumpWithContents(tools, snapshot, selection, inner, messages).run(order, folder);
    }

    /** A backup that has a manifest, and why it is not to be relied on, if it is not. */
    private record Sealed(RunReport.Backup backup, Optional<Trouble> unverified) {

        Result<RunReport.Backup> asWanted() {
            return unverified.<Result<RunReport.Backup>>map(Result::failed).orElseGet(() -> Result.ok(backup));
        }
    }

    private Result<RunReport.Backup> stored(
            Dumped dumped, BackupOrder order, BackupStore store, BackupProgress progress) {
        Result<Sealed> sealed = store.store(order.location(), dumped.folder(), messages)
                .then(files -> {
                    progress.stored(dumped.contents(), files);
                    messages.accept("Stored " + Bytes.text(sum(files)) + " in " + files.size() + " files: "
                            + dumped.contents().rows() + " rows of "
                            + dumped.contents().tables().size() + " tables.");
                    Manifest unshown = manifest(dumped, order.verification(), null, files, List.of());
                    Result<List<String>> verified = verified(unshown, dumped.folder(), order);
                    if (cancellation.requested()) {
                        return Result.failed(Cancellation.trouble());
                    }
                    return verified.fold(
                            notes -> good(dumped, order, store, progress, files, dumped.notes(notes)),
                            trouble -> unverified(dumped, order, store, progress, files, trouble));
                });
        return cleaned(sealed, store, order).then(Sealed::asWanted);
    }

    private Result<Sealed> good(
            Dumped dumped,
            BackupOrder order,
            BackupStore store,
            BackupProgress progress,
            List<StoredFile> files,
            List<String> notes) {
        dumped.notes(List.of()).forEach(messages);
        Manifest manifest = manifest(dumped, order.verification(), null, files, notes);
        return store.seal(order.location(), manifest.bytes()).then(digest -> {
            progress.sealed(
                    order.verification() == BackupVerification.Restore ? BackupState.Verified : BackupState.Stored,
                    digest,
                    BackupNotes.told(notes));
            return Result.ok(new Sealed(progress.now(), Optional.empty()));
        });
    }

    /** What cannot be verified is not known to be bad, and may be all that there is: it stays, and is not relied on. */
    private Result<Sealed> unverified(
            Dumped dumped,
            BackupOrder order,
            BackupStore store,
            BackupProgress progress,
            List<StoredFile> files,
            Trouble trouble) {
        List<String> notes = dumped.notes(List.of());
        Manifest manifest = manifest(dumped, BackupVerification.Digest, trouble.message(), files, notes);
        return store.seal(order.location(), manifest.bytes()).then(digest -> {
            progress.sealed(BackupState.Failed, digest, BackupNotes.told(notes));
            return Result.ok(new Sealed(
                    progress.now(),
                    Optional.of(trouble.saying("What was stored is kept at " + order.location() + " in "
                            + store.describe() + ", as a failed backup."))));
        });
    }

    /** @return what could not be shown */
    private Result<List<String>> verified(Manifest manifest, Path dump, BackupOrder order) {
        return order.verification() == BackupVerification.Restore
                ? verifier(copies(order.copies(), order.scratch())).verify(manifest, dump, order.jobs())
                : Result.ok(List.of());
    }

    /**
     * Says what it is.
     *
     * @param shown what was shown of the backup
     * @param unverified why no more was, if it should have been
     */
    private Manifest manifest(
            Dumped dumped,
            BackupVerification shown,
            @Nullable String unverified,
            List<StoredFile> files,
            List<String> notes) {
        return new Manifest(
                dumped.origin(),
                dumped.snapshot().time().toString(),
                tools.version(),
                PgDump.compression(tools),
                shown,
                unverified,
                notes,
                dumped.rows(),
                dumped.contents(),
                dumped.surroundings().circumstances(),
                dumped.partial(),
                files,
                dumped.snapshot().written().orElse(null),
                dumped.snapshot().identity());
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
     * Reads a backup that is there: each file is compared with the manifest. If that is asked for, a copy is made of it, and
     * compared with what was read when it was taken.
     *
     * @return what could not be shown, a sentence for each
     */
    public Result<List<String>> verify(BackupStore store, Manifest manifest, VerificationOrder order) {
        boolean restore = order.verification() == BackupVerification.Restore;
        messages.accept("Reading " + Bytes.text(manifest.sizeBytes()) + " from " + store.describe() + ".");
        Copies copies = copies(order.copies(), order.scratch());
        Result<Origin> ready = restore
                ? copies.possible(manifest.origin(), manifest.copyBytes(), order.jobs())
                : Result.ok(manifest.origin());
        return ready.then(origin -> store.fetch(
                        order.location(), manifest.files(), order.scratch().resolve("fetched"), messages))
                .then(dump -> cancellation.requested() ? Result.failed(Cancellation.trouble()) : Result.ok(dump))
                .then(dump -> restore ? verifier(copies).verify(manifest, dump, order.jobs()) : Result.ok(List.of()));
    }

    private Copies copies(CopyHost host, Path scratch) {
        return Copies.at(host, tools, scratch, environment, CopyPurpose.VERIFICATION, messages, cancellation);
    }

    private Verifier verifier(Copies copies) {
        return new Verifier(copies, messages, cancellation);
    }
}
