package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Progress;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that was found harmless does no harm without a backup, whatever its revisions make of what they meet. */
class UnforeseenStatementTest {
    /** Offline the column is added; the database has it. */
    private static final String COLUMN_OR_DROP = """
            with op.get_context().autocommit_block():
                    try:
                        op.execute("ALTER TABLE archive ADD COLUMN id int")
                    except Exception:
                        op.execute("DROP TABLE archive")\
            """;

    private static final String TABLE_THAT_IS_THERE = """
            with op.get_context().autocommit_block():
                    try:
                        op.execute("CREATE TABLE archive (id int)")
                    except Exception:
                        pass
                    op.execute("DELETE FROM archive")\
            """;

    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(folder.resolve("backups"));
        Files.createDirectories(folder.resolve("scratch"));
        database.execute("CREATE TABLE archive AS SELECT generate_series(1, 100) AS id");
    }

    private AlembicProject project() {
        return AlembicProject.in(folder.resolve("project"));
    }

    private RunReport run(Runner runner, AlembicProject project, @Nullable BackupStorage storage) {
        return run(runner, project, storage, BackupScope.Tables);
    }

    private RunReport run(Runner runner, AlembicProject project, @Nullable BackupStorage storage, BackupScope scope) {
        return runner.run(Requests.migrate(project)
                .backup(new RunRequest.Backup(
                        BackupPolicy.Destructive,
                        BackupVerification.Restore,
                        "shop/orders-1",
                        storage,
                        2,
                        scope,
                        BackupWriters.Continue,
                        null,
                        null)));
    }

    private BackupStorage storage() {
        return new BackupStorage(
                folder.resolve("backups").toString(),
                null,
                folder.resolve("scratch").toString());
    }

    @Test
    void itIsPrecededByABackupAfterAll() {
        Runner runner = Runner.on(database);

        RunReport report = run(runner, project().revision("a1", COLUMN_OR_DROP, "pass"), storage());

        assertThat(report.message()).contains("to a1");
        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        RunReport.Backup taken = Objects.requireNonNull(report.backup());
        assertThat(taken.state()).isEqualTo(BackupState.Verified);
        assertThat(taken.rows()).isGreaterThanOrEqualTo(100);
        assertThat(taken.scope()).isEqualTo(BackupScope.Database);
        assertThat(taken.scopeReason()).contains("not seen before it ran");
        assertThat(Objects.requireNonNull(report.plan()).destructive())
                .extracting(RunReport.Finding::revision, RunReport.Finding::rule)
                .containsExactly(tuple("a1", "unforeseen-statement"));
        assertThat(runner.lines().stream().map(Progress::phase))
                .containsSubsequence(Phase.GATE, Phase.APPLY, Phase.BACKUP, Phase.APPLY, Phase.VERIFY);
        assertThat(database.query("SELECT to_regclass('archive') IS NULL")).containsExactly("t");
    }

    /** A backup of what was seen is none of what was not. */
    @Test
    void afterABackupOfSomeTablesItIsNotSent() {
        database.execute("CREATE TABLE orders AS SELECT 1 AS id");
        AlembicProject project = AlembicProject.stepwise(folder.resolve("project"))
                .revision("a1", COLUMN_OR_DROP + "\n    op.execute('DELETE FROM orders')", "pass");

        RunReport report = run(Runner.on(database), project, storage());

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.UnforeseenStatement);
        assertThat(report.message()).contains("rows of some tables only", "spec.backup.scope to Database");
        assertThat(Objects.requireNonNull(report.backup()).scope()).isEqualTo(BackupScope.Tables);
        assertThat(database.query("SELECT count(*) FROM archive")).containsExactly("100");
    }

    /** Nothing is left of the first time. */
    @Test
    void ifItsBackupFailsNoStepIsDone() {
        String orDrop = """
                op.execute("SAVEPOINT before")
                    try:
                        op.execute("ALTER TABLE archive ADD COLUMN id int")
                    except Exception:
                        op.execute("ROLLBACK TO SAVEPOINT before")
                        op.execute("DROP TABLE archive")\
                """;
        BackupStorage nowhere = new BackupStorage(
                folder.resolve("missing").toString(),
                null,
                folder.resolve("scratch").toString());

        RunReport report = run(Runner.on(database), project().table("a1").revision("b2", orDrop, "pass"), nowhere);

        assertThat(report.outcome()).as(report.message()).isEqualTo(Outcome.Failed);
        assertThat(report.message()).contains("There is no verified backup");
        assertThat(report.stepsDone()).isZero();
        assertThat(database.query("SELECT count(*) FROM archive")).containsExactly("100");
    }

    @Test
    void withoutAPlaceForABackupItIsNotSent() {
        RunReport report = run(Runner.on(database), project().revision("a1", COLUMN_OR_DROP, "pass"), null);

        assertThat(report.reason()).isEqualTo(Reason.BackupStorageMissing);
        assertThat(report.message()).contains("a1", "not seen before it ran", "spec.backup.storage");
        assertThat(Objects.requireNonNull(report.failure()).statement()).isEqualTo("DROP TABLE archive");
        assertThat(database.query("SELECT count(*) FROM archive")).containsExactly("100");
    }

    /** What is committed is not done again: it is for the next attempt, which meets the statement where it begins. */
    @Test
    void afterStepsThatWereCommittedTheNextAttemptTakesTheBackup() {
        AlembicProject project =
                AlembicProject.stepwise(folder.resolve("project")).table("a1").revision("b2", COLUMN_OR_DROP, "pass");

        RunReport first = run(Runner.on(database), project, storage());

        assertThat(first.reason()).isEqualTo(Reason.UnforeseenStatement);
        assertThat(first.reason().retry()).isEqualTo(Reason.Retry.BACKOFF);
        assertThat(first.message()).contains("b2", "(DROP TABLE)", "The next attempt", "takes a backup");
        assertThat(first.after()).containsExactly("a1");
        assertThat(first.backup()).isNull();
        assertThat(database.query("SELECT count(*) FROM archive")).containsExactly("100");

        RunReport second = run(Runner.on(database), project, storage());

        assertThat(second.message()).contains("to b2");
        assertThat(Objects.requireNonNull(second.backup()).state()).isEqualTo(BackupState.Verified);
    }

    @Test
    void aTableThatMayBeOlderIsFoundBeforehand() {
        Runner runner = Runner.on(database);

        RunReport report =
                run(runner, project().revision("a1", TABLE_THAT_IS_THERE, "pass"), storage(), BackupScope.Database);

        assertThat(report.message()).contains("to a1");
        assertThat(Objects.requireNonNull(report.plan()).destructive())
                .extracting(RunReport.Finding::rule)
                .containsExactly("delete-rows");
        assertThat(runner.lines().stream().map(Progress::phase))
                .containsSubsequence(Phase.GATE, Phase.BACKUP, Phase.APPLY, Phase.VERIFY);
    }
}
