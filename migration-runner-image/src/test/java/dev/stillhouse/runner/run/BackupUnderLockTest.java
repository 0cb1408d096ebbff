package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
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
import dev.stillhouse.runner.fixture.InThread;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where writers wait for the backup, nothing is between it and the step that takes something. */
class BackupUnderLockTest {
    private static final String DROP = "op.execute('ALTER TABLE a1 DROP COLUMN note')";
    private static final String LOCKS =
            "SELECT count(*) FROM pg_locks l WHERE l.mode = 'ShareRowExclusiveLock' AND l.granted"
                    + " AND l.relation = 'a1'::regclass";

    private static final String BACKENDS =
            " FROM pg_locks WHERE mode = 'ShareRowExclusiveLock' AND relation = 'a1'::regclass";

    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(folder.resolve("backups"));
        Files.createDirectories(folder.resolve("scratch"));
        database.execute("CREATE TABLE a1 (id serial, note int); INSERT INTO a1 (note) SELECT generate_series(1, 100)");
        database.execute("CREATE TABLE other (id int)");
    }

    private AlembicProject project() {
        return AlembicProject.in(folder.resolve("project"));
    }

    private AlembicProject stepwise() {
        return AlembicProject.stepwise(folder.resolve("project"));
    }

    private Requests request(AlembicProject project, BackupWriters writers) {
        return request(project, writers, BackupPolicy.Destructive, folder.resolve("backups"));
    }

    private Requests request(AlembicProject project, BackupWriters writers, BackupPolicy when, Path place) {
        return Requests.migrate(project)
                .backup(new RunRequest.Backup(
                        when,
                        BackupVerification.Restore,
                        "shop/orders-1",
                        new BackupStorage(
                                place.toString(),
                                null,
                                folder.resolve("scratch").toString()),
                        2,
                        BackupScope.Tables,
                        writers,
                        null,
                        null));
    }

    private RunReport waiting(AlembicProject project) {
        return Runner.on(database).run(request(project, BackupWriters.Wait));
    }

    /** An application that writes the column all the time, until it is gone; returns how many rows it has committed. */
    private CompletableFuture<Integer> writer(AtomicBoolean begun) {
        return InThread.supply(() -> {
            int committed = 0;
            try (Connection connection = database.connect("shop")) {
                while (true) {
                    Postgres.Database.execute(connection, "INSERT INTO a1 (note) VALUES (1000)");
                    committed++;
                    begun.set(true);
                }
            } catch (SQLException | IllegalStateException e) {
                // The column is gone.
                return committed;
            }
        });
    }

    private record Written(int rows, RunReport report) {

        /** Without the version row. */
        long backedUp() {
            return Objects.requireNonNull(
                            Objects.requireNonNull(report.backup()).rows())
                    - 1;
        }
    }

    private Written whileSomebodyWrites(BackupWriters writers) {
        Runner.on(database).run(Requests.migrate(project().revision("a1", "pass", "pass")));
        AlembicProject project = project().after("a1").revision("b2", DROP, "pass");
        AtomicBoolean begun = new AtomicBoolean();
        CompletableFuture<Integer> writer = writer(begun);
        await().untilTrue(begun);

        RunReport report = Runner.on(database).run(request(project, writers));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        return new Written(100 + writer.join(), report);
    }

    @Test
    void everyRowIsInItThatWasCommittedBeforeTheStep() {
        Written written = whileSomebodyWrites(BackupWriters.Wait);

        RunReport.Backup taken = Objects.requireNonNull(written.report().backup());
        assertThat(taken.state()).isEqualTo(BackupState.Verified);
        assertThat(taken.rowsOf()).containsExactly("public.a1", "public.alembic_version");
        assertThat(written.backedUp()).isEqualTo(written.rows());
        RunReport.Gap gap = Objects.requireNonNull(taken.gap());
        assertThat(gap.millis()).isZero();
        assertThat(gap.rows()).isZero();
        assertThat(gap.waitedMillis()).isPositive();
        assertThat(gap.tables()).containsExactly(new RunReport.WrittenTable("public.a1", 0));
        assertThat(written.report().message()).contains("Writers of public.a1 had to wait for");
    }

    /** Shows that the other test can fail. */
    @Test
    void rowsAreMissingWhereNobodyWaits() {
        Written written = whileSomebodyWrites(BackupWriters.Continue);

        assertThat(written.backedUp()).isLessThan(written.rows());
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(written.report().backup())
                                        .gap())
                        .waitedMillis())
                .isNull();
    }

    @Test
    void theBackupIsAPhaseWithinApply() {
        Runner runner = Runner.on(database);

        RunReport report = runner.run(request(project().table("a0").revision("b2", DROP, "pass"), BackupWriters.Wait));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(runner.lines().stream().map(Progress::phase))
                .containsSubsequence(Phase.GATE, Phase.APPLY, Phase.BACKUP, Phase.APPLY, Phase.VERIFY);
        assertThat(runner.messages()).anyMatch(line -> line.contains("who would write to public.a1 wait"));
    }

    /** What an earlier step of the same transaction holds exclusively would be in the way of pg_dump. */
    @Test
    void inOneTransactionItIsTakenBeforeTheFirstStep() {
        RunReport report = waiting(project()
                .revision("a0", "op.execute('ALTER TABLE other ADD COLUMN x int')", "pass")
                .revision("b2", DROP, "pass"));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(Objects.requireNonNull(report.backup()).revisions()).isEmpty();
    }

    @Test
    void withATransactionForEachStepItIsTakenBeforeTheOneThatLoses() {
        RunReport report =
                waiting(stepwise().table("a0").revision("b2", DROP, "pass").table("c3"));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(Objects.requireNonNull(report.backup()).revisions()).containsExactly("a0");
    }

    @Test
    void whatIsBackedUpAlwaysWaitsForWhatWasFoundToo() {
        AlembicProject project = project().revision("b2", DROP, "pass");

        RunReport report = Runner.on(database)
                .run(request(project, BackupWriters.Wait, BackupPolicy.Always, folder.resolve("backups")));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(report.backup()).gap())
                        .waitedMillis())
                .isNotNull();
    }

    @Test
    void nobodyWaitsForABackupOfAPlanThatLosesNothing() {
        RunReport report = Runner.on(database)
                .run(request(
                        project().table("b2"), BackupWriters.Wait, BackupPolicy.Always, folder.resolve("backups")));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        RunReport.Backup taken = Objects.requireNonNull(report.backup());
        assertThat(taken.scope()).isEqualTo(BackupScope.Database);
        assertThat(Objects.requireNonNull(taken.gap()).waitedMillis()).isNull();
    }

    private void assertThatNothingIsLost() {
        assertThat(database.query("SELECT count(note) FROM a1")).containsExactly("100");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(database.query(LOCKS)).containsExactly("0"));
    }

    private void cannotWait(AlembicProject project, String... words) {
        RunReport report = waiting(project);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.WritersCannotWait);
        assertThat(report.outcome()).isEqualTo(Outcome.Failed);
        assertThat(report.message()).contains(words).contains("spec.backup.writers to Continue");
        assertThat(report.backup()).isNull();
        assertThatNothingIsLost();
    }

    @Test
    void twoTransactionsThatLoseAreRefusedBeforeAnythingIsApplied() {
        cannotWait(
                stepwise()
                        .table("a0")
                        .revision("b2", DROP, "pass")
                        .revision("c3", "op.execute('DELETE FROM a1')", "pass"),
                "b2 and c3",
                "transaction_per_migration",
                "Go to b2 first");
        assertThat(database.query("SELECT to_regclass('a0') IS NULL")).containsExactly("t");
    }

    @Test
    void aStepThatCommitsByItselfIsRefused() {
        cannotWait(
                project()
                        .revision(
                                "a0",
                                "with op.get_context().autocommit_block():\n        op.execute('CREATE INDEX CONCURRENTLY i ON other (id)')",
                                "pass")
                        .revision("b2", DROP, "pass"),
                "a0 ends its transaction by itself");
    }

    @Test
    void whatCanBeAboutAnyTableIsRefused() {
        cannotWait(
                project().revision("b2", DROP + "; op.execute('DO $$ BEGIN EXECUTE now()::text; END $$')", "pass"),
                "any table",
                "names its tables");
    }

    @Test
    void aStepWithATriggerIsRefused() {
        database.execute("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
        database.execute("CREATE TRIGGER t AFTER DELETE ON a1 EXECUTE FUNCTION f()");

        cannotWait(project().revision("b2", "op.execute('DELETE FROM a1')", "pass"), "a trigger of public.a1");
    }

    @Test
    void anEnvPyWithoutATransactionIsRefused() throws IOException {
        AlembicProject project = project().table("a0").revision("b2", DROP, "pass");
        Path env = folder.resolve("project/migrations/env.py");
        Files.writeString(
                env,
                Files.readString(env)
                        .replace("create_engine(url, ", "create_engine(url, isolation_level='AUTOCOMMIT', "));

        cannotWait(project, "autocommit");
        assertThat(database.query("SELECT to_regclass('a0') IS NULL")).containsExactly("t");
    }

    @Test
    void aBackupThatFailsTakesThePlanBack() {
        AlembicProject project = project().revision("b2", DROP, "pass");

        RunReport report = Runner.on(database)
                .run(request(project, BackupWriters.Wait, BackupPolicy.Destructive, folder.resolve("nowhere")));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.StorageNotFound);
        assertThat(report.message()).contains("the plan was rolled back", "still at base");
        assertThatNothingIsLost();
    }

    /** Does something when the tables are held; the run goes on when it is done. */
    private Runner runnerThat(Consumer<Runner> whileHeld, String at) {
        AtomicBoolean done = new AtomicBoolean();
        Runner[] self = new Runner[1];
        self[0] = Runner.on(database).witnessed(words -> {
            if (words.contains(at) && done.compareAndSet(false, true)) {
                whileHeld.accept(self[0]);
            }
        });
        return self[0];
    }

    /** Nothing is applied without the lock under which the backup was taken. */
    @Test
    void aSessionThatIsEndedWhileItHoldsTheTablesAppliesNothing() {
        Runner runner = runnerThat(it -> database.query("SELECT pg_terminate_backend(pid)" + BACKENDS), "is Verified");

        RunReport report = runner.run(request(project().revision("b2", DROP, "pass"), BackupWriters.Wait));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.ConnectionFailed);
        assertThatNothingIsLost();
    }

    @Test
    void aProjectThatIsLostEndsTheBackupAndGivesTheTablesBack() {
        Runner runner = runnerThat(
                it -> ProcessHandle.current()
                        .descendants()
                        .filter(process -> process.info()
                                .commandLine()
                                .filter(line -> line.contains("bridge"))
                                .isPresent())
                        .forEach(ProcessHandle::destroyForcibly),
                "about");

        RunReport report = runner.run(request(project().revision("b2", DROP, "pass"), BackupWriters.Wait));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.BridgeLost);
        assertThat(Objects.requireNonNull(report.backup()).state()).isEqualTo(BackupState.Failed);
        assertThatNothingIsLost();
    }

    /** Somebody is in the way of the backup until the run is over. */
    private RunReport whileTheBackupIsHeldUp(Requests request) throws Exception {
        Runner runner = Runner.on(database);
        try (Connection blocker = database.connect("reporting")) {
            blocker.setAutoCommit(false);
            Postgres.Database.execute(blocker, "LOCK TABLE other IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<RunReport> run = runner.begin(request);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(database.query(LOCKS)).containsExactly("1"));
            return run.join();
        }
    }

    @Test
    void itsDeadlineEndsTheBackupAndGivesTheTablesBack() throws Exception {
        RunReport report = whileTheBackupIsHeldUp(request(project().revision("b2", DROP, "pass"), BackupWriters.Wait)
                .deadline(20));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.DeadlineExceeded);
        assertThat(report.message()).contains("still at base");
        assertThatNothingIsLost();
    }

    @Test
    void aLockThatIsNotToBeHadIsTriedAgain() throws Exception {
        AlembicProject project = project().revision("b2", DROP, "pass");
        Runner runner = Runner.on(database);
        try (Connection writer = database.connect("shop")) {
            writer.setAutoCommit(false);
            Postgres.Database.execute(writer, "INSERT INTO a1 (note) VALUES (7)");
            CompletableFuture<RunReport> run =
                    runner.begin(request(project, BackupWriters.Wait).lockTimeout(1_000));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(runner.messages()).anyMatch(line -> line.contains("2 of 5")));
            writer.commit();

            assertThat(run.join().reason()).as(run.join().message()).isEqualTo(Reason.Upgraded);
            assertThat(Objects.requireNonNull(run.join().backup()).rows()).isEqualTo(101);
        }
    }

    /** It reads and then writes in one transaction, gives up what it waits for after a second, and takes its time then. */
    private CompletableFuture<Integer> readingWriter(AtomicBoolean begun) {
        return InThread.supply(() -> {
            int committed = 0;
            try (Connection connection = database.connect("shop")) {
                connection.setAutoCommit(false);
                Postgres.Database.execute(connection, "SET lock_timeout = 1000");
                connection.commit();
                while (true) {
                    try {
                        Postgres.Database.execute(connection, "SELECT note FROM a1 LIMIT 1");
                        Postgres.Database.execute(connection, "INSERT INTO a1 (note) VALUES (1000)");
                        connection.commit();
                        committed++;
                        begun.set(true);
                    } catch (IllegalStateException e) {
                        connection.rollback();
                        if (e.getMessage().contains("does not exist")) {
                            return committed;
                        }
                        Thread.sleep(3000);
                    }
                }
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** It is in the way of the step, which is in its way: PostgreSQL ends the step, which is sent again. */
    @Test
    void anApplicationThatReadsBeforeItWritesAndGivesUpForAWhileIsNoHindrance() {
        AlembicProject project = project().revision("b2", DROP, "pass");
        AtomicBoolean begun = new AtomicBoolean();
        CompletableFuture<Integer> writer = readingWriter(begun);
        await().untilTrue(begun);

        RunReport report = waiting(project);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(Objects.requireNonNull(report.backup()).rows()).isEqualTo(100 + writer.join());
    }

    /** What env.py catches is why the run fails: another run would take another backup for it. */
    @Test
    void anEnvPyThatTriesAgainByItselfDoesNotHideWhatFailed() throws IOException {
        AlembicProject project = project()
                .revision("b2", "op.execute('SELECT 1 / (SELECT count(*) - 100 FROM a1)')\n    " + DROP, "pass");
        Path env = folder.resolve("project/migrations/env.py");
        Files.writeString(env, Files.readString(env).replace("\nelse:\n", """

                else:
                    for attempt in range(2):
                        try:
                            with create_engine(url, poolclass=pool.NullPool).connect() as connection:
                                context.configure(connection=connection, **options)
                                with context.begin_transaction():
                                    context.run_migrations()
                            break
                        except Exception:
                            pass
                if False:
                """));

        RunReport report = waiting(project);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.StatementFailed);
        assertThat(report.message()).contains("division by zero", "env.py caught that and began the plan again");
        assertThatNothingIsLost();
    }

    @Test
    void aPlanForWhichNoBackupIsTakenSaysThatNobodyWaits() {
        AlembicProject project = project().revision("b2", DROP, "pass");
        Runner runner = Runner.on(database);

        RunReport report =
                runner.run(request(project, BackupWriters.Wait, BackupPolicy.Never, folder.resolve("backups")));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(runner.messages())
                .anyMatch(line -> line.contains("Nobody waits although spec.backup.writers is Wait"));
    }

    /** The lock is given back with the first try, and with it what the backup is worth; within it the statement is sent again. */
    @Test
    void thePlanIsNotBegunAgainOnceTheBackupIsTaken() throws Exception {
        AlembicProject project = project().revision("b2", DROP, "pass");
        try (Connection reader = database.connect("reporting")) {
            reader.setAutoCommit(false);
            Postgres.Database.execute(reader, "SELECT * FROM a1");

            RunReport report =
                    Runner.on(database).run(request(project, BackupWriters.Wait).lockTimeout(100));

            assertThat(report.reason()).as(report.message()).isEqualTo(Reason.LockTimeout);
            assertThat(report.message()).doesNotContain("in a row");
            assertThat(Objects.requireNonNull(report.backup()).state()).isEqualTo(BackupState.Verified);
        }
        assertThatNothingIsLost();
    }

    @Test
    void whatWasNotSeenIsNotSentAlthoughThereIsABackup() {
        AlembicProject project = project()
                .revision(
                        "b2",
                        DROP + "\n    op.execute('SAVEPOINT s')\n    try:\n"
                                + "        op.execute('ALTER TABLE other ADD COLUMN id int')\n"
                                + "    except Exception:\n        op.execute('ROLLBACK TO SAVEPOINT s')\n"
                                + "        op.execute('DROP TABLE other')",
                        "pass");

        RunReport report = waiting(project);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.UnforeseenStatement);
        assertThat(report.message()).contains("Writers waited for the tables");
        assertThat(database.query("SELECT to_regclass('other') IS NULL")).containsExactly("f");
        assertThatNothingIsLost();
    }
}
