package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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
        return new RunRequest.Backup(when, BackupVerification.Restore, "shop/orders-1", storage, 2);
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
