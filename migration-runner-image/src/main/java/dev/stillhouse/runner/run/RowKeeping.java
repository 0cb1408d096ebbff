package dev.stillhouse.runner.run;

import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.BackupNeed;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.project.ProjectAnswer;
import dev.stillhouse.runner.project.ProjectEvent;
import dev.stillhouse.runner.project.ProjectQuestion;
import dev.stillhouse.runner.rows.RowBackup;
import dev.stillhouse.runner.rows.RowsManifest.VersionTable;
import dev.stillhouse.runner.store.BackupStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the rows that a plan's statements are about to change, if it is one whose rows are saved while it is applied. */
final class RowKeeping implements AutoCloseable {
    private final Journal journal;
    private final @Nullable RowBackup backup;
    private @Nullable Trouble trouble;

    private RowKeeping(Journal journal, @Nullable RowBackup backup) {
        this.journal = journal;
        this.backup = backup;
    }

    /** Makes ready: the store answers, and may be written to. */
    static Result<RowKeeping> open(RunState state, Map<String, String> environment, Journal journal) {
        if (state.reviewed().saving() == null || !(state.need() instanceof BackupNeed.Needed needed)) {
            return Result.ok(new RowKeeping(journal, null));
        }
        return BackupStore.open(needed.storage(), environment)
                .then(store -> RowBackup.open(
                                store, order(state, needed.backup(), needed.storage()), journal::backup, Instant::now)
                        .fold(backup -> Result.ok(new RowKeeping(journal, backup)), trouble -> {
                            store.close();
                            return Result.failed(trouble.saying("Nothing was applied."));
                        }));
    }

    private static RowBackup.Order order(RunState state, RunRequest.Backup backup, BackupStorage storage) {
        Plan plan = state.plan();
        return new RowBackup.Order(
                backup.location(),
                backup.verification(),
                state.opened().server(),
                new VersionTable(
                        plan.versionTable().schema(), plan.versionTable().name()),
                plan.current(),
                Path.of(storage.scratch()));
    }

    void event(ProjectEvent event) {
        if (backup != null && event instanceof ProjectEvent.Committed) {
            backup.committed();
        }
    }

    /** The plan is applied anew, as nothing was committed. */
    void beginsAgain() {
        if (backup != null) {
            backup.beginsAgain();
        }
    }

    ProjectAnswer answer(ProjectQuestion question) {
        Optional<Trouble> failed = backup == null ? Optional.empty() : kept(backup, question);
        failed.ifPresent(why -> trouble = why);
        return backup == null || failed.isPresent() ? ProjectAnswer.ABANDON : ProjectAnswer.PROCEED;
    }

    private Optional<Trouble> kept(RowBackup rows, ProjectQuestion question) {
        return switch (question) {
            case ProjectQuestion.Rows(var some) -> rows.rows(some);
            case ProjectQuestion.Saved saved -> {
                journal.say("Saved " + saved.count() + (saved.count() == 1 ? " row of " : " rows of ")
                        + saved.table().title() + " that " + saved.revision()
                        + (saved.set().isEmpty() ? " is about to delete." : " is about to update."));
                yield rows.saved(
                        saved.attempt(), saved.revision(), saved.table(), saved.set(), saved.count(), saved.sha256());
            }
            case ProjectQuestion.Held held ->
                Optional.of(new Trouble(Reason.InternalError, "Nothing was to be held while rows are saved."));
        };
    }

    /** Why the project was told to give up; empty if it was not. */
    Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Whether there is a complete backup. */
    boolean hasSaved() {
        return backup != null && backup.isSealed();
    }

    /** The project does nothing any more. */
    void finish() {
        if (backup != null) {
            backup.finish();
        }
    }

    @Override
    public void close() {
        if (backup != null) {
            backup.close();
        }
    }
}
