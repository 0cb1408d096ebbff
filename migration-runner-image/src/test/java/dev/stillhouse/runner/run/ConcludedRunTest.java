package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import dev.stillhouse.runner.model.SessionName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose pod was thought to be lost, and that is alive. */
class ConcludedRunTest {
    /** As {@link Requests} makes it. */
    private static final RunRequest.Lost ORDERS_1 = new RunRequest.Lost("shop/orders-1", "uid-of-shop/orders-1");

    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    @Test
    void doesNothingAnyMoreThoughItGetsTheLock() throws SQLException {
        Runner late = Runner.on(database);
        CompletableFuture<RunReport> run;
        try (Connection other = database.connect("somebody else")) {
            Postgres.Database.execute(other, "SELECT pg_advisory_lock(1398032716, 1213158739)");
            run = late.begin(Requests.migrate(AlembicProject.in(folder).table("a1")));
            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(late.messages())
                            .anySatisfy(line -> assertThat(line).contains("Another run works on this database")));
            try (Database settling = database.connectAsRunner("stillhouse shop/orders-2")) {
                assertThat(settling.concluded(ORDERS_1).end()).isEmpty();
            }
        }
        assertThat(run.join().reason()).isEqualTo(Reason.ConnectionFailed);
        assertThat(database.tables()).isEmpty();
    }

    @Test
    void isEndedByTheRunThatSettlesIt() throws SQLException {
        AlembicProject project = AlembicProject.in(folder).table("a1");
        try (Connection left = database.connect(SessionName.of(ORDERS_1));
                Connection another = database.connect(named("shop/orders-10", ORDERS_1.uid()))) {
            RunReport report = Runner.on(database).run(Requests.migrate(project).settling(ORDERS_1));

            assertThat(report.reason()).isEqualTo(Reason.Observed);
            assertThat(left.isValid(5)).isFalse();
            assertThat(another.isValid(5)).isTrue();
        }
    }

    /** Of another cluster, or made anew when the namespace or the run was deleted. */
    @Test
    void isNotTakenForAnotherOfItsName() throws SQLException {
        AlembicProject project = AlembicProject.in(folder).table("a1");
        try (Connection namesake = database.connect(named(ORDERS_1.run(), "another uid"))) {
            RunReport report = Runner.on(database).run(Requests.migrate(project).settling(ORDERS_1));

            assertThat(report.reason()).isEqualTo(Reason.Observed);
            assertThat(namesake.isValid(5)).isTrue();
        }
    }

    private static String named(String run, String uid) {
        return SessionName.of(new RunRequest.Lost(run, uid));
    }

    private static final String END_OF_THE_LOCKS_SESSION = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE"
            + " locktype = 'advisory' AND classid = 1398032716 AND objid = 1213158739 AND database ="
            + " (SELECT oid FROM pg_database WHERE datname = current_database())";

    /** With steps that are looked at before they run: plan and apply are two runs of env.py. */
    private static Requests lookedAt(AlembicProject project) {
        return Requests.migrate(project)
                .backup(new RunRequest.Backup(
                        BackupPolicy.Destructive,
                        BackupVerification.Restore,
                        "shop/orders-1",
                        null,
                        1,
                        BackupScope.Database,
                        BackupWriters.Continue,
                        null,
                        null));
    }

    /** Whoever settled it while it had no lock found nothing applied, and is gone. */
    @Test
    void doesNotApplyWhatItPlannedBeforeItLostTheLock() {
        database.execute("CREATE TABLE kept (x int)");
        AlembicProject project = AlembicProject.in(folder)
                .executingAfterwards(END_OF_THE_LOCKS_SESSION)
                .table("a1");

        RunReport report = Runner.on(database).run(lookedAt(project));

        assertThat(report.message()).contains("another run may have had since", "Nothing was changed");
        assertThat(report.reason()).isEqualTo(Reason.ConnectionFailed);
        assertThat(database.tables()).containsExactly("kept");
    }

    /** The project then does not see its runner, and did not go anywhere else for that. */
    @Test
    void isNotSaidToHaveTheWrongDatabaseWhenItsSessionIsLostBeforeThePlan() {
        AlembicProject project =
                AlembicProject.in(folder).executing(END_OF_THE_LOCKS_SESSION).table("a1");

        RunReport report = Runner.on(database).run(Requests.migrate(project));

        assertThat(report.reason()).isEqualTo(Reason.ConnectionFailed);
        assertThat(report.message()).contains("while the plan was made");
    }

    @Test
    void doesNotBeginItsWorkOnceItHasLostTheLock() throws SQLException {
        database.execute("CREATE TABLE planned (x int)");
        AlembicProject project = AlembicProject.in(folder)
                .executing("DO $$ BEGIN IF EXISTS (SELECT FROM planned) THEN PERFORM * FROM ("
                        + END_OF_THE_LOCKS_SESSION + ") e; END IF; INSERT INTO planned VALUES (1); END $$")
                .table("a1");

        RunReport report = Runner.on(database).run(lookedAt(project));

        assertThat(report.reason()).isEqualTo(Reason.ConnectionFailed);
        assertThat(database.tables()).containsExactly("planned");
    }

    /** PostgreSQL would cut both names to the same. */
    @Test
    void isToldApartFromTheNextOneByItsName() {
        String migration = "a-namespace-with-a-long-name/and-a-migration-with-a-name-that-is-longer-still-";
        assertThat(named(migration + 1, "one"))
                .hasSize(63)
                .startsWith("stillhouse a-namespace-with-a-long-name/and-a")
                .isNotEqualTo(named(migration + 2, "two"));
        assertThat(SessionName.of(ORDERS_1)).isEqualTo("stillhouse shop/orders-1~d3339563c2ae");
    }

    /** A person's name has any letters in it. */
    @Test
    void hasANameThatPostgresqlDoesNotCut() throws SQLException {
        String name = named("\uD83D\uDC37\u00FC".repeat(20) + "@host", "one");
        try (Connection connection = database.connect("x")) {
            Postgres.Database.execute(connection, "SET application_name = '" + name + "'");
            assertThat(database.query("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '%"
                            + name.substring(name.indexOf('~')) + "'"))
                    .containsExactly("1");
        }
    }
}
