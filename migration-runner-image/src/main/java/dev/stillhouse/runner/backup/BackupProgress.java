package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.contents.Selection;
import dev.stillhouse.runner.store.StoredFile;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How far a backup has come, as the report has it. Each change is told. */
final class BackupProgress {
    private final Consumer<RunReport.Backup> listener;
    private final long start = System.nanoTime();
    private RunReport.Backup now;
    private boolean someOnly;

    BackupProgress(String location, Consumer<RunReport.Backup> listener) {
        this.listener = listener;
        this.now = RunReport.Backup.of(BackupState.Running, location);
        tell(now);
    }

    RunReport.Backup now() {
        return now;
    }

    void snapshot(String time, @Nullable List<String> revisions, Selection selection) {
        boolean whole = selection instanceof Selection.All;
        someOnly = !selection.hasLargeObjects();
        String why = switch (selection) {
            case Selection.All all -> all.why();
            case Selection.Some some -> some.why();
        };
        tell(new RunReport.Backup(
                now.state(),
                now.location(),
                revisions,
                time,
                null,
                null,
                null,
                null,
                millis(),
                whole ? BackupScope.Database : BackupScope.Tables,
                null,
                why.isEmpty() ? null : why,
                null,
                null,
                null));
    }

    /** Dumped and stored, which is not yet a backup: its manifest is missing. */
    void stored(Contents contents, List<StoredFile> files) {
        tell(new RunReport.Backup(
                now.state(),
                now.location(),
                now.revisions(),
                now.snapshotTime(),
                null,
                files.stream().mapToLong(StoredFile::size).sum(),
                contents.tables().size(),
                contents.rows(),
                millis(),
                now.scope(),
                someOnly ? RowsOf.names(contents) : null,
                now.scopeReason(),
                now.gap(),
                null,
                null));
    }

    /** @param notes what it does not hold or does not show */
    void sealed(BackupState state, String digest, List<String> notes) {
        tell(with(state, digest, notes));
    }

    /** It came to nothing, unless it was told already as one that is stored and has failed. */
    void failed() {
        if (now.state() == BackupState.Failed) {
            return;
        }
        tell(with(BackupState.Failed, null, List.of()));
    }

    private RunReport.Backup with(BackupState state, @Nullable String digest, List<String> notes) {
        return new RunReport.Backup(
                state,
                now.location(),
                now.revisions(),
                now.snapshotTime(),
                digest,
                now.sizeBytes(),
                now.tables(),
                now.rows(),
                millis(),
                now.scope(),
                now.rowsOf(),
                now.scopeReason(),
                now.gap(),
                notes.isEmpty() ? null : notes,
                null);
    }

    private void tell(RunReport.Backup next) {
        now = next;
        listener.accept(next);
    }

    private long millis() {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
