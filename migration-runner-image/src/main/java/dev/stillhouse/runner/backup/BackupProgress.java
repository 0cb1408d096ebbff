package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.store.StoredFile;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How far a backup has come, as the report has it. Each change is told. */
final class BackupProgress {
    private final Consumer<RunReport.Backup> listener;
    private final long start = System.nanoTime();
    private RunReport.Backup now;

    BackupProgress(String location, Consumer<RunReport.Backup> listener) {
        this.listener = listener;
        this.now = new RunReport.Backup(BackupState.Running, location, null, null, null, null, null, null, null);
        tell(now);
    }

    RunReport.Backup now() {
        return now;
    }

    void snapshot(String time, @Nullable List<String> revisions) {
        tell(new RunReport.Backup(now.state(), now.location(), revisions, time, null, null, null, null, millis()));
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
                millis()));
    }

    void sealed(BackupState state, String digest) {
        tell(with(state, digest));
    }

    void failed() {
        tell(with(BackupState.Failed, null));
    }

    private RunReport.Backup with(BackupState state, @Nullable String digest) {
        return new RunReport.Backup(
                state,
                now.location(),
                now.revisions(),
                now.snapshotTime(),
                digest,
                now.sizeBytes(),
                now.tables(),
                now.rows(),
                millis());
    }

    private void tell(RunReport.Backup next) {
        now = next;
        listener.accept(next);
    }

    private long millis() {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
