package dev.stillhouse.runner.rows;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.SavedTable;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.store.BackupStore;
import dev.stillhouse.runner.store.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rows while a plan is applied. After each statement's rows the backup is complete: it is never less than what was
 * changed and committed. What an attempt has saved that was rolled back is left out as soon as another attempt saves.
 */
public final class RowBackup implements AutoCloseable {
    private final BackupStore store;
    private final Order order;
    private final Path folder;
    private final Path scratch;
    private final Consumer<RunReport.Backup> listener;
    private final Supplier<Instant> clock;
    private final List<Kept> kept = new ArrayList<>();
    private RowsFile.@Nullable Writer writer;
    private @Nullable Instant time;
    private int attempt;
    private int files;
    /** Of the manifest that is stored; null while there is none. */
    private @Nullable String digest;

    private record Kept(SavedStatement statement, StoredFile file, boolean committed) {}

    /**
     * What to keep, and where.
     *
     * @param revisions version rows before the plan
     * @param scratch a folder for what is needed for a while
     */
    public record Order(
            String location,
            BackupVerification verification,
            ServerIdentity origin,
            RowsManifest.VersionTable versionTable,
            List<String> revisions,
            Path scratch) {}

    private RowBackup(
            BackupStore store,
            Order order,
            Path folder,
            Path scratch,
            Consumer<RunReport.Backup> listener,
            Supplier<Instant> clock) {
        this.store = store;
        this.order = order;
        this.folder = folder;
        this.scratch = scratch;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Makes ready: the store answers, and may be written to.
     *
     * @param store closed with this
     * @param listener told how far the backup is, from the first row on
     */
    public static Result<RowBackup> open(
            BackupStore store, Order order, Consumer<RunReport.Backup> listener, Supplier<Instant> clock) {
        return store.begin(order.location(), 0).then(folder -> {
            try {
                Path scratch = Files.createTempDirectory(Files.createDirectories(order.scratch()), "rows");
                return Result.ok(new RowBackup(store, order, folder, scratch, listener, clock));
            } catch (IOException e) {
                return Result.failed(full(e));
            }
        });
    }

    /** Takes rows that are about to change. */
    public Optional<Trouble> rows(List<String> rows) {
        try {
            writer().add(rows);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(full(e));
        }
    }

    /**
     * All of a statement's rows have been told: stores them, reads them back, and completes the backup.
     *
     * @param attempt counts the runs of the project's env.py
     * @param rows how many there are, and {@code sha256} their digest, as those said who told them
     */
    public Optional<Trouble> saved(
            int attempt, String revision, SavedTable table, List<String> set, long rows, String sha256) {
        if (attempt != this.attempt) {
            this.attempt = attempt;
            beginsAgain();
        }
        try {
            files++;
            String name = "rows-" + files + ".jsonl.gz";
            SavedStatement statement = new SavedStatement(name, revision, table, set, rows, sha256);
            RowsFile.Content written = writer().finish();
            writer = null;
            Path file = current();
            RowsFile.Content found = RowsFile.<RuntimeException>read(file, some -> {});
            if (!written.equals(new RowsFile.Content(rows, sha256)) || !found.equals(written)) {
                return Optional.of(new Trouble(
                        Reason.BackupNotEqual,
                        "The rows of " + table.title() + " did not arrive as they were read: " + rows
                                + " were told, and " + written.rows() + " written."));
            }
            return stored(file, name)
                    .then(stored -> {
                        kept.add(new Kept(statement, stored, false));
                        return sealed();
                    })
                    .fold(
                            next -> {
                                digest = next;
                                listener.accept(standing(BackupState.Running, null));
                                return Optional.empty();
                            },
                            Optional::of);
        } catch (IOException e) {
            return Optional.of(full(e));
        } catch (MalformedJson e) {
            return Optional.of(
                    new Trouble(Reason.BackupCorrupt, "Saved rows were read back damaged: " + e.getMessage()));
        }
    }

    /** What was saved so far is of no step that can still be rolled back. */
    public void committed() {
        kept.replaceAll(each -> new Kept(each.statement(), each.file(), true));
    }

    /** The plan begins again: what is not committed was rolled back. */
    public void beginsAgain() {
        kept.removeIf(each -> !each.committed());
    }

    /** Whether there is a complete backup. */
    public boolean isSealed() {
        return digest != null;
    }

    /** Nothing more is saved. What is told of the backup before is not its last word: its manifest is replaced as it grows. */
    public void finish() {
        if (digest != null) {
            listener.accept(standing(
                    order.verification() == BackupVerification.Restore ? BackupState.Verified : BackupState.Stored,
                    digest));
        } else if (time != null) {
            listener.accept(standing(BackupState.Failed, null));
        }
    }

    private RowsFile.Writer writer() throws IOException {
        RowsFile.Writer open = writer;
        if (open == null) {
            if (time == null) {
                time = clock.get();
                listener.accept(standing(BackupState.Running, null));
            }
            open = new RowsFile.Writer(current());
            writer = open;
        }
        return open;
    }

    private Path current() {
        return scratch.resolve("rows");
    }

    private Result<StoredFile> stored(Path file, String name) throws IOException {
        if (digest != null) {
            return store.add(order.location(), file, name);
        }
        Files.move(file, folder.resolve(name));
        return store.store(order.location(), folder, line -> {}).then(all -> Result.ok(all.getLast()));
    }

    private Result<String> sealed() {
        byte[] manifest = manifest().bytes();
        return digest == null ? store.seal(order.location(), manifest) : store.reseal(order.location(), manifest);
    }

    private RowsManifest manifest() {
        return new RowsManifest(
                order.origin(),
                time(),
                order.verification(),
                order.versionTable(),
                order.revisions(),
                kept.stream().map(Kept::statement).toList(),
                kept.stream().map(Kept::file).toList());
    }

    private String time() {
        return (time == null ? clock.get() : time)
                .truncatedTo(ChronoUnit.MILLIS)
                .toString();
    }

    private RunReport.Backup standing(BackupState state, @Nullable String told) {
        return manifest().told(state, order.location(), told);
    }

    private static Trouble full(IOException e) {
        return new Trouble(
                Reason.StorageUnavailable,
                "The rows that are about to change cannot be written: " + e.getMessage() + ".");
    }

    @Override
    public void close() {
        try {
            if (writer != null) {
                writer.close();
            }
            Files.deleteIfExists(current());
            Files.deleteIfExists(scratch);
        } catch (IOException e) {
            // It goes with the pod.
        }
        store.close();
    }
}
