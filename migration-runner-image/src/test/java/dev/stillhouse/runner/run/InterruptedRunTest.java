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

    @Test
    void tellsWhoIsInTheWay() throws SQLException {
        AlembicProject project = AlembicProject.in(folder).table("a1");
        Runner.on(database).run(Requests.migrate(project));
        project.revision("b2", "op.execute('ALTER TABLE a1 ADD COLUMN x int')", "pass");
        Runner runner = Runner.on(database);
        CompletableFuture<RunReport> run;
        try (Connection blocker = database.connect("reporting")) {
            blocker.setAutoCommit(false);
            Postgres.Database.execute(blocker, "SELECT * FROM a1");
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
        AlembicProject project = AlembicProject.in(folder).table("a1");
        Runner.on(database).run(Requests.migrate(project));
        project.revision("b2", "op.execute('ALTER TABLE a1 ADD COLUMN x int')", "pass");
        try (Connection blocker = database.connect("reporting")) {
            blocker.setAutoCommit(false);
            Postgres.Database.execute(blocker, "SELECT * FROM a1");
            RunReport report = Runner.on(database).run(Requests.migrate(project).lockTimeout(10_000));

            assertThat(report.reason()).isEqualTo(Reason.LockTimeout);
            assertThat(report.message()).contains("application reporting", "still at a1");
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
        AlembicProject project = AlembicProject.in(folder).table("a1");
        Runner.on(database).run(Requests.migrate(project));
        project.revision("b2", "op.execute('ALTER TABLE a1 ADD COLUMN x int')", "pass");
        Runner runner = Runner.on(database);
        CompletableFuture<RunReport> run;
        try (Connection blocker = database.connect("reporting")) {
            blocker.setAutoCommit(false);
            Postgres.Database.execute(blocker, "SELECT * FROM a1");
            run = runner.begin(Requests.migrate(project).lockTimeout(0));
            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(runner.messages())
                            .anySatisfy(line -> assertThat(line).contains("a lock on a1")));
            database.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
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
