package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import dev.stillhouse.runner.fixture.RunnerProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks in the way, deadlines, and being told to stop. */
class InterruptedRunTest {
    private static final String SLOW = "op.execute('SELECT pg_sleep(300)')";
    private static final String SLEEPS =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = '%s' AND query LIKE '%%pg_sleep%%' AND state = 'active'"
                    + " AND pid <> pg_backend_pid()";

    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    private AlembicProject slow() {
        return AlembicProject.stepwise(folder).table("a1").revision("b2", SLOW, "pass");
    }

    /** Left alone, it would sleep much longer; a backend that was told to end does so when it gets the processor. */
    private void assertThatNothingRuns() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(database.query(SLEEPS.formatted(database.name())))
                        .containsExactly("0"));
    }

    /** The database is at a1, and the next step needs that table for itself. */
    private AlembicProject aboutToAlterA1() {
        AlembicProject project = AlembicProject.in(folder).table("a1");
        Runner.on(database).run(Requests.migrate(project));
        return project.revision("b2", "op.execute('ALTER TABLE a1 ADD COLUMN x int')", "pass");
    }

    /** An application's session that keeps its lock on the table until its transaction ends. */
    private Connection readerOfA1() throws SQLException {
        Connection reader = database.connect("reporting");
        reader.setAutoCommit(false);
        Postgres.Database.execute(reader, "SELECT * FROM a1");
        return reader;
    }

    @Test
    void tellsWhoIsInTheWay() throws SQLException {
        AlembicProject project = aboutToAlterA1();
        Runner runner = Runner.on(database);
        CompletableFuture<RunReport> run;
        try (Connection blocker = readerOfA1()) {
            run = runner.begin(Requests.migrate(project).lockTimeout(0));
            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(runner.messages())
                            .anySatisfy(line -> assertThat(line)
                                    .contains(
                                            "a lock on a1",
                                            "application reporting",
                                            "idle in transaction",
                                            "user postgres")));
        }
        assertThat(run.join().reason()).isEqualTo(Reason.Upgraded);
    }

    @Test
    void saysWhoWasInTheWayWhenTheLockTimeoutPasses() throws SQLException {
        AlembicProject project = aboutToAlterA1();
        try (Connection blocker = readerOfA1()) {
            RunReport report = Runner.on(database).run(Requests.migrate(project).lockTimeout(4_000));

            assertThat(report.reason()).isEqualTo(Reason.LockTimeout);
            assertThat(report.message()).contains("application reporting", "still at a1", "5 times in a row");
        }
    }

    /** A run of its own would take a backup of its own first. */
    @Test
    void triesAgainForALockAsLongAsNothingIsCommitted() throws Exception {
        AlembicProject project = aboutToAlterA1();
        try (Connection blocker = readerOfA1()) {
            CompletableFuture<RunReport> run = CompletableFuture.supplyAsync(
                    () -> Runner.on(database).run(Requests.migrate(project).lockTimeout(1_000)));
            Thread.sleep(3_500);
            blocker.rollback();

            assertThat(run.join().reason()).isEqualTo(Reason.Upgraded);
        }
    }

    /** The lock that is taken again while the first try is at work says nothing of the time between two tries. */
    @Test
    void triesNothingAgainOnceItsLockWasLost() throws Exception {
        AlembicProject project = aboutToAlterA1();
        Runner runner = Runner.on(database);
        try (Connection blocker = readerOfA1()) {
            CompletableFuture<RunReport> run =
                    runner.begin(Requests.migrate(project).lockTimeout(5_000));
            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(runner.messages())
                            .anySatisfy(line -> assertThat(line).contains("a lock on a1")));
            database.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                            + " AND classid = 1398032716 AND objid = 1213158739 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");

            assertThat(run.join().reason()).isEqualTo(Reason.LockTimeout);
            assertThat(run.join().message()).doesNotContain("in a row");
            assertThat(runner.messages())
                    .anySatisfy(line -> assertThat(line).contains("held again"))
                    .anySatisfy(line -> assertThat(line).contains("for a run of its own"));
        }
    }

    @Test
    void triesNothingAgainOnceSomethingIsCommitted() throws SQLException {
        AlembicProject project = AlembicProject.in(folder).table("a1");
        Runner.on(database).run(Requests.migrate(project));
        project.revision(
                "b2",
                "with op.get_context().autocommit_block():\n        op.execute('CREATE TABLE once (x int)')\n"
                        + "    op.execute('ALTER TABLE a1 ADD COLUMN x int')",
                "pass");
        try (Connection blocker = readerOfA1()) {
            RunReport report = Runner.on(database).run(Requests.migrate(project).lockTimeout(1_000));

            assertThat(report.reason()).isEqualTo(Reason.LockTimeout);
            assertThat(report.message()).doesNotContain("in a row");
        }
    }

    @Test
    void triesNothingAgainThatMayHaveCommittedUnseen() throws SQLException {
        AlembicProject project = AlembicProject.in(folder).table("a1");
        Runner.on(database).run(Requests.migrate(project));
        project.revision(
                "b2", "op.get_bind().engine.connect()\n    op.execute('ALTER TABLE a1 ADD COLUMN x int')", "pass");
        try (Connection blocker = readerOfA1()) {
            RunReport report = Runner.on(database).run(Requests.migrate(project).lockTimeout(1_000));

            assertThat(report.reason()).isEqualTo(Reason.LockTimeout);
            assertThat(report.message())
                    .contains("still at a1. Revision b2 may have committed")
                    .doesNotContain("in a row");
        }
    }

    @Test
    void saysThatTheRunIsInItsOwnWay() {
        AlembicProject project = AlembicProject.in(folder).table("a1");
        Runner.on(database).run(Requests.migrate(project));
        project.revision(
                "b2",
                "import sqlalchemy as sa\n    op.execute('ALTER TABLE a1 ADD COLUMN x int')\n"
                        + "    with sa.create_engine(op.get_bind().engine.url).begin() as other:\n"
                        + "        other.execute(sa.text('SELECT * FROM a1'))",
                "pass");

        RunReport report = Runner.on(database).run(Requests.migrate(project).lockTimeout(10_000));

        assertThat(report.reason()).isEqualTo(Reason.LockTimeout);
        assertThat(report.message()).contains("a lock on a1", "this same run", "op.get_bind()", "still at a1");
        assertThat(report.message()).doesNotContain("pg_terminate_backend");
    }

    @Test
    void endsAtItsDeadline() {
        RunReport report = Runner.on(database).run(Requests.migrate(slow()).deadline(30));

        assertThat(report.reason()).isEqualTo(Reason.DeadlineExceeded);
        assertThat(report.message()).contains("1 of 2 revisions was committed", "spec.execution.deadline");
        assertThat(report.after()).containsExactly("a1");
        assertThatNothingRuns();
    }

    @Test
    void endsAProjectThatSwallowsTheCancellation() {
        String stubborn = "for _ in range(9):\n        try:\n            op.execute('SELECT pg_sleep(300)')\n"
                + "        except Exception: time.sleep(300)";
        RunReport report = Runner.on(database)
                .run(Requests.migrate(AlembicProject.in(folder).revision("a1", stubborn, "pass"))
                        .deadline(15));

        assertThat(report.reason()).isEqualTo(Reason.DeadlineExceeded);
        assertThat(report.message()).contains("still at base");
        assertThatNothingRuns();
    }

    @Test
    void waitsForTheRunThatHoldsTheDatabase() {
        AlembicProject project = AlembicProject.in(folder).table("a1");
        RunReport report;
        try (Connection other = database.connect("stillhouse-shop/orders-0")) {
            Postgres.Database.execute(other, "SELECT pg_advisory_lock(1398032716, 1213158739)");
            report = Runner.on(database).run(Requests.migrate(project).deadline(15));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        assertThat(report.reason()).isEqualTo(Reason.DatabaseBusy);
        assertThat(report.message()).contains("stillhouse-shop/orders-0");
        assertThat(database.tables()).isEmpty();
    }

    @Test
    void stopsWhenItIsToldTo() {
        try (RunnerProcess process = RunnerProcess.start(database, Requests.migrate(slow()))) {
            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(database.query(SLEEPS.formatted(database.name())))
                            .containsExactly("1"));
            process.terminate();

            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.report().reason()).isEqualTo(Reason.Cancelled);
            assertThat(process.report().message()).contains("SIGTERM", "1 of 2 revisions was committed");
            assertThat(process.report().after()).containsExactly("a1");
            assertThat(process.lines().getLast().report()).isEqualTo(process.report());
        }
        assertThatNothingRuns();
    }

    @Test
    void goesOnWhenItsOwnConnectionIsLost() throws SQLException {
        AlembicProject project = aboutToAlterA1();
        Runner runner = Runner.on(database);
        CompletableFuture<RunReport> run;
        try (Connection blocker = readerOfA1()) {
            run = runner.begin(Requests.migrate(project).lockTimeout(0));
            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(runner.messages())
                            .anySatisfy(line -> assertThat(line).contains("a lock on a1")));
            database.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                            + " AND classid = 1398032716 AND objid = 1213158739 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(runner.messages())
                            .anySatisfy(line -> assertThat(line).contains("connecting again")));
        }
        assertThat(run.join().reason()).isEqualTo(Reason.Upgraded);
    }

    @Test
    void stopsWhileItWaitsForTheDatabase() throws SQLException {
        try (Connection other = database.connect("other")) {
            Postgres.Database.execute(other, "SELECT pg_advisory_lock(1398032716, 1213158739)");
            try (RunnerProcess process = RunnerProcess.start(database, Requests.migrate(slow()))) {
                await().atMost(Duration.ofSeconds(120))
                        .untilAsserted(() -> assertThat(process.lines())
                                .anySatisfy(line -> assertThat(line.message()).contains("Another run works")));
                process.terminate();

                assertThat(process.exitCode()).isEqualTo(1);
                assertThat(process.report().reason()).isEqualTo(Reason.Cancelled);
            }
        }
    }
}
