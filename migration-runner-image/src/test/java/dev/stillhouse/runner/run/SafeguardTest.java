package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

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
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data at risk is backed up first, and otherwise nothing runs. */
class SafeguardTest {
    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    private AlembicProject project;

    @BeforeEach
    void migrateOnce() {
        project = AlembicProject.in(folder.resolve("project")).table("a1");
        Runner.on(database).run(Requests.migrate(project));
        database.execute("INSERT INTO a1 SELECT generate_series(1, 100)");
    }

    private RunRequest.Backup backup(BackupPolicy when, @Nullable BackupStorage storage) {
        return new RunRequest.Backup(
                when,
                BackupVerification.Restore,
                "shop/orders-1",
                storage,
                2,
                BackupScope.Database,
                BackupWriters.Continue,
                null,
                null);
    }

    private BackupStorage storage() {
        return new BackupStorage(
                folder.resolve("backups").toString(),
                null,
                folder.resolve("scratch").toString());
    }

    private void prepareStorage() throws IOException {
        Files.createDirectories(folder.resolve("backups"));
        Files.createDirectories(folder.resolve("scratch"));
    }

    private boolean hasManifest() {
        return Files.exists(folder.resolve("backups/shop/orders-1/manifest.json"));
    }

    @Test
    void aDestructiveStepIsPrecededByAVerifiedBackup() throws IOException {
        prepareStorage();
        project.revision("b2", "op.drop_column('a1', 'id')", "pass");
        Runner runner = Runner.on(database);

        RunReport report = runner.run(Requests.migrate(project).backup(backup(BackupPolicy.Destructive, storage())));

        assertThat(report.message()).contains("to b2");
        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        RunReport.Backup taken = Objects.requireNonNull(report.backup());
        assertThat(taken.state()).isEqualTo(BackupState.Verified);
        assertThat(taken.revisions()).containsExactly("a1");
        assertThat(taken.rows()).isGreaterThanOrEqualTo(100);
        assertThat(Objects.requireNonNull(report.plan()).destructive())
                .extracting(RunReport.Finding::revision, RunReport.Finding::rule)
                .containsExactly(tuple("b2", "drop-column"));
        assertThat(hasManifest()).isTrue();
        assertThat(runner.lines().stream().map(Progress::phase).distinct())
                .containsSubsequence(Phase.GATE, Phase.BACKUP, Phase.APPLY);
    }

    @Test
    void aHarmlessStepTakesNone() throws IOException {
        prepareStorage();
        project.table("b2");

        RunReport report =
                Runner.on(database).run(Requests.migrate(project).backup(backup(BackupPolicy.Destructive, storage())));

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(report.backup()).isNull();
        assertThat(Objects.requireNonNull(report.plan()).destructive()).isEmpty();
        assertThat(hasManifest()).isFalse();
    }

    @Test
    void withoutAPlaceForItNothingRuns() {
        RunReport report = Runner.on(database)
                .run(Requests.migrate(project).to("base").backup(backup(BackupPolicy.Destructive, null)));

        assertThat(report.outcome()).isEqualTo(Outcome.Failed);
        assertThat(report.reason()).isEqualTo(Reason.BackupStorageMissing);
        assertThat(report.message()).contains("drops the table a1", "spec.backup.storage");
        assertThat(database.query("SELECT count(*) FROM a1")).containsExactly("100");
    }

    @Test
    void aBackupThatFailsLeavesTheDatabaseAlone() {
        RunReport report = Runner.on(database)
                .run(Requests.migrate(project).to("base").backup(backup(BackupPolicy.Destructive, storage())));

        assertThat(report.reason()).isEqualTo(Reason.StorageNotFound);
        assertThat(report.message()).contains("nothing was applied");
        assertThat(database.query("SELECT count(*) FROM a1")).containsExactly("100");
    }

    @Test
    void whatCannotBeRenderedCountsAsDestructive() throws IOException {
        prepareStorage();
        project.revision("b2", "op.get_bind().exec_driver_sql('SELECT 1').scalar()", "pass");

        RunReport report =
                Runner.on(database).run(Requests.migrate(project).backup(backup(BackupPolicy.Destructive, storage())));

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(Objects.requireNonNull(report.backup()).state()).isEqualTo(BackupState.Verified);
    }

    @Test
    void anEmptyDatabaseHasNothingToLose() throws IOException {
        prepareStorage();
        Postgres.Database empty = Postgres.create();
        project.revision("b2", "op.execute('DROP TABLE a1')", "pass");

        RunReport report =
                Runner.on(empty).run(Requests.migrate(project).backup(backup(BackupPolicy.Always, storage())));

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(report.backup()).isNull();
    }

    private RunRequest.Backup without(String table) {
        return new RunRequest.Backup(
                BackupPolicy.Destructive,
                BackupVerification.Restore,
                "shop/orders-1",
                storage(),
                2,
                BackupScope.Database,
                BackupWriters.Continue,
                null,
                new RunRequest.Exclude(List.of(), List.of(table), List.of()));
    }

    @Test
    void aStepThatTakesWhatIsLeftOutOfTheBackupIsNotRun() throws IOException {
        prepareStorage();
        project.revision("b2", "op.drop_column('a1', 'id')", "pass");

        RunReport report = Runner.on(database).run(Requests.migrate(project).backup(without("public.a1")));

        assertThat(report.reason()).isEqualTo(Reason.ExclusionRefused);
        assertThat(report.message()).contains("public.a1", "nothing was applied");
        assertThat(database.query("SELECT count(id) FROM a1")).containsExactly("100");
        assertThat(hasManifest()).isFalse();
    }

    @Test
    void aStepThatTakesSomethingElseIsRunAndTheRunSaysWhatIsNotInTheBackup() throws IOException {
        prepareStorage();
        database.execute("CREATE TABLE log AS SELECT generate_series(1, 10) AS n");
        project.revision("b2", "op.drop_column('a1', 'id')", "pass");

        RunReport report = Runner.on(database).run(Requests.migrate(project).backup(without("public.log")));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        RunReport.Backup taken = Objects.requireNonNull(report.backup());
        assertThat(taken.state()).isEqualTo(BackupState.Verified);
        assertThat(Objects.requireNonNull(taken.notes()).getFirst()).contains("the rows of public.log");
    }

    @Test
    void aStepOfWhichNobodyKnowsWhatItTakesIsRunAndTheRunSaysWhatThatMeans() throws IOException {
        prepareStorage();
        database.execute("CREATE TABLE log AS SELECT generate_series(1, 10) AS n");
        project.revision("b2", "op.execute(\"DO $$ BEGIN EXECUTE 'SELECT 1'; END $$\")", "pass");
        Runner runner = Runner.on(database);

        RunReport report = runner.run(Requests.migrate(project).backup(without("public.log")));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(runner.messages())
                .anyMatch(message -> message.contains("b2 runs a DO block") && message.contains("no backup has it"));
    }

    private RunRequest.Backup ofTables() {
        return new RunRequest.Backup(
                BackupPolicy.Destructive,
                BackupVerification.Restore,
                "shop/orders-1",
                storage(),
                2,
                BackupScope.Tables,
                BackupWriters.Continue,
                null,
                null);
    }

    @Test
    void whatAStepIsKnownToLoseIsAllThatIsBackedUpWhereThatIsAskedFor() throws IOException {
        prepareStorage();
        database.execute("CREATE TABLE large AS SELECT n, repeat('x', 100) FROM generate_series(1, 10000) n");
        project.revision("b2", "op.drop_column('a1', 'id')", "pass");

        RunReport report = Runner.on(database).run(Requests.migrate(project).backup(ofTables()));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        RunReport.Backup taken = Objects.requireNonNull(report.backup());
        assertThat(taken.state()).isEqualTo(BackupState.Verified);
        assertThat(taken.scope()).isEqualTo(BackupScope.Tables);
        assertThat(taken.rowsOf()).containsExactly("public.a1", "public.alembic_version");
        assertThat(taken.rows()).isEqualTo(101);
        assertThat(taken.scopeReason()).isNull();
    }

    @Test
    void whereItIsNotKnownAllIsBackedUpAndTheReportSaysWhy() throws IOException {
        prepareStorage();
        database.execute("CREATE TABLE other AS SELECT generate_series(1, 10)");
        project.revision("b2", "op.drop_column('a1', 'id'); op.execute('DO $$ BEGIN END $$')", "pass");

        RunReport report = Runner.on(database).run(Requests.migrate(project).backup(ofTables()));

        RunReport.Backup taken = Objects.requireNonNull(report.backup());
        assertThat(taken.state()).isEqualTo(BackupState.Verified);
        assertThat(taken.scope()).isEqualTo(BackupScope.Database);
        assertThat(taken.rowsOf()).isNull();
        assertThat(taken.rows()).isEqualTo(111);
        assertThat(taken.scopeReason()).contains("b2 runs a DO block");
    }

    @Test
    void whatIsWrittenBetweenTheBackupAndTheFirstStepIsTold() throws Exception {
        prepareStorage();
        database.execute("CREATE TABLE other (id int)");
        project.revision("b2", "op.drop_column('a1', 'id')", "pass");
        AtomicBoolean written = new AtomicBoolean();
        Runner runner = Runner.on(database).witnessed(words -> {
            if (words.contains("is Verified") && written.compareAndSet(false, true)) {
                database.execute("INSERT INTO a1 SELECT generate_series(1, 7)");
                database.execute("INSERT INTO other SELECT generate_series(1, 9)");
                await().untilAsserted(() -> assertThat(
                                database.query("SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'a1'"))
                        .containsExactly("107"));
            }
        });

        RunReport report = runner.run(Requests.migrate(project).backup(ofTables()));

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        RunReport.Gap gap =
                Objects.requireNonNull(Objects.requireNonNull(report.backup()).gap());
        assertThat(gap.millis()).isPositive();
        assertThat(gap.rows()).isEqualTo(7);
        assertThat(gap.tables()).containsExactly(new RunReport.WrittenTable("public.a1", 7));
        assertThat(report.message()).contains("about 7 rows", "public.a1 (7)", "in no backup", "stop the writers");
    }

    @Test
    void whereNothingWasWrittenTheTimeIsToldAndNoMore() throws IOException {
        prepareStorage();
        project.revision("b2", "op.drop_column('a1', 'id')", "pass");

        RunReport report = Runner.on(database).run(Requests.migrate(project).backup(ofTables()));

        RunReport.Gap gap =
                Objects.requireNonNull(Objects.requireNonNull(report.backup()).gap());
        assertThat(gap.millis()).isPositive();
        assertThat(gap.rows()).isZero();
        assertThat(report.message()).doesNotContain("snapshot");
    }

    @Test
    void anApplyThatFailsAfterItReportsTheBackup() throws IOException {
        prepareStorage();
        project.revision("b2", "op.execute('DELETE FROM a1'); op.execute('SELECT nonsense')", "pass");

        RunReport report =
                Runner.on(database).run(Requests.migrate(project).backup(backup(BackupPolicy.Destructive, storage())));

        assertThat(report.reason()).isEqualTo(Reason.StatementFailed);
        assertThat(Objects.requireNonNull(report.backup()).location()).endsWith("orders-1");
    }

    /** A run whose backup waits for a lock, until the work is done; the lock's own session is idle meanwhile. */
    private RunReport during(String url, Work work) throws Exception {
        prepareStorage();
        project.revision("b2", "op.drop_column('a1', 'id')", "pass");
        Runner runner = Runner.on(url);
        CompletableFuture<RunReport> run;
        try (Connection blocker = database.connect("reporting")) {
            blocker.setAutoCommit(false);
            Postgres.Database.execute(blocker, "LOCK TABLE a1 IN ACCESS EXCLUSIVE MODE");
            run = runner.begin(Requests.migrate(project).backup(backup(BackupPolicy.Destructive, storage())));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(database.query("SELECT count(*) FROM pg_locks l"
                                    + " JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted"
                                    + " AND a.datname = current_database()"))
                            .containsExactly("1"));
            work.run();
        }
        return run.join();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static final String LOCKS_SESSION = " FROM pg_locks WHERE locktype = 'advisory' AND classid = 1398032716"
            + " AND objid = 1213158739 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    @Test
    void anIdleSessionTimeoutDoesNotEndTheLocksSession() throws Exception {
        String role = database.name() + "_impatient";
        database.execute("CREATE ROLE " + role + " LOGIN SUPERUSER PASSWORD 'impatient'");
        database.execute("ALTER ROLE " + role + " SET idle_session_timeout = '1s'");

        RunReport report =
                during(database.url().replaceFirst("//[^@]*@", "//" + role + ":impatient@"), () -> Thread.sleep(3_000));

        assertThat(report.message()).contains("to b2");
        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
    }

    /** Another run, which settles this one, may have come and gone by the time that the lock could be taken again. */
    @Test
    void nothingIsAppliedAfterTheLockWasLostDuringTheBackup() throws Exception {
        RunReport report =
                during(database.url(), () -> database.execute("SELECT pg_terminate_backend(pid)" + LOCKS_SESSION));

        assertThat(report.reason()).isEqualTo(Reason.ConnectionFailed);
        assertThat(report.message()).contains("another run", "during the backup", "othing was applied");
        assertThat(database.query("SELECT count(id) FROM a1")).containsExactly("100");
    }

    @Test
    void whatLosesNothingTakesNone() throws IOException {
        prepareStorage();
        project.revision(
                "b2",
                "op.execute('CREATE TABLE queue (id int)'); op.execute('ALTER TABLE a1 ADD note varchar(20)')",
                "op.execute('DROP TABLE queue'); op.execute('ALTER TABLE a1 DROP note')");
        project.revision(
                "c3",
                "op.execute('ALTER TABLE a1 ALTER note TYPE varchar(30), ALTER id TYPE bigint');"
                        + " op.execute('ALTER TABLE a1 ADD twice int'); op.execute('UPDATE a1 SET twice = id * 2')",
                "op.execute('ALTER TABLE a1 DROP twice')");
        Runner.on(database).run(Requests.migrate(project).to("b2"));
        Requests up = Requests.migrate(project).backup(backup(BackupPolicy.Destructive, storage()));
        Runner runner = Runner.on(database);

        RunReport report = runner.run(up);

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(Objects.requireNonNull(report.plan()).destructive()).isEmpty();
        assertThat(hasManifest()).isFalse();
        assertThat(runner.lines()).extracting(Progress::message).anyMatch(line -> line.contains("The catalog shows"));
        database.execute("UPDATE a1 SET twice = NULL");

        RunReport down = Runner.on(database)
                .run(Requests.migrate(project).to("b2").backup(backup(BackupPolicy.Destructive, storage())));

        assertThat(down.reason()).isEqualTo(Reason.Downgraded);
        assertThat(hasManifest()).isFalse();
    }

    /** The review has seen it empty, so that its backup need not have it. */
    @Test
    void whatIsWrittenWhileTheBackupIsTakenIsSeenBeforeAnythingIsApplied() throws Exception {
        database.execute("CREATE TABLE queue (id int)");
        project.revision("b1", "op.execute('DROP TABLE queue')", "pass");

        RunReport report = during(database.url(), () -> database.execute("INSERT INTO queue VALUES (1)"));

        assertThat(report.reason()).isEqualTo(Reason.PlanChanged);
        assertThat(report.message()).contains("by b1", "drops the table queue", "Nothing was applied");
        assertThat(database.query("SELECT id FROM queue")).containsExactly("1");
        assertThat(database.query("SELECT count(id) FROM a1")).containsExactly("100");

        RunReport again =
                Runner.on(database).run(Requests.migrate(project).backup(backup(BackupPolicy.Destructive, storage())));

        assertThat(Objects.requireNonNull(again.plan()).destructive())
                .extracting(RunReport.Finding::rule)
                .containsExactly("drop-table", "drop-column");
    }

    @Test
    void whatCannotBeLookedAtAgainIsNotSaidToHaveChanged() throws Exception {
        database.execute("CREATE TABLE queue (id int)");
        project.revision("b1", "op.execute('DROP TABLE queue')", "pass");
        try (Connection writer = database.connect("writer")) {
            writer.setAutoCommit(false);

            RunReport report =
                    during(database.url(), () -> Postgres.Database.execute(writer, "INSERT INTO queue VALUES (1)"));

            assertThat(report.reason()).isEqualTo(Reason.PlanChanged);
            assertThat(report.message())
                    .contains("could not be looked at again", "perhaps it drops the table queue", "Nothing was applied")
                    .doesNotContain("changed since");
            writer.rollback();
        }
    }

    @Test
    void afterAFirstAttemptItIsNotSaidThatNothingWasApplied() throws Exception {
        prepareStorage();
        database.execute("CREATE TABLE queue (id int)");
        // Offline the column is added; the database has it.
        project.revision("b1", """
                with op.get_context().autocommit_block():
                        try:
                            op.execute("ALTER TABLE a1 ADD COLUMN id int")
                        except Exception:
                            op.execute("DROP TABLE a1")
                    op.execute('DROP TABLE queue')\
                """, "pass");
        Runner runner = Runner.on(database).witnessed(words -> {
            if (words.contains("is Verified")) {
                database.execute("INSERT INTO queue VALUES (1)");
            }
        });

        RunReport report = runner.run(Requests.migrate(project).backup(backup(BackupPolicy.Destructive, storage())));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.PlanChanged);
        assertThat(report.message())
                .contains("That has changed since: it drops the table queue", "of the first attempt only")
                .doesNotContain("othing was applied");
        assertThat(database.query("SELECT count(*) FROM a1")).containsExactly("100");
    }

    @Test
    void whatIsStillEmptyAfterTheBackupIsDropped() throws Exception {
        database.execute("CREATE TABLE queue (id int)");
        project.revision("b1", "op.execute('DROP TABLE queue')", "pass");

        RunReport report = during(database.url(), () -> {});

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(database.tables()).containsExactly("a1");
    }

    @Test
    void aBackupIsTakenOnRequestWithoutAnyProject() throws IOException {
        prepareStorage();
        try (Stream<Path> files = Files.walk(folder.resolve("project"))) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }

        RunReport report =
                Runner.on(database).run(Requests.migrate(project).onlyBackup(backup(BackupPolicy.Never, storage())));

        assertThat(report.message()).contains("restored and compared");
        assertThat(report.reason()).isEqualTo(Reason.BackedUp);
        assertThat(report.after()).containsExactly("a1");
        assertThat(hasManifest()).isTrue();
    }
}
