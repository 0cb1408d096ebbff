package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Outcome;
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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revision that does more than send its SQL does nothing of it while its plan is only looked at, and is told. */
class OnlyLookedAtTest {
    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    private AlembicProject project;
    private String body;

    @BeforeEach
    void migrateOnce() {
        project = AlembicProject.in(folder.resolve("project")).table("a1");
        Runner.on(database).run(Requests.migrate(project));
        database.execute("INSERT INTO a1 SELECT generate_series(1, 100)");
        // Each is tried although the one before was refused.
        body = """
                import psycopg2, subprocess
                    try:
                        connection = psycopg2.connect('%s')
                        connection.autocommit = True
                        connection.cursor().execute('DELETE FROM a1')
                    except BaseException:
                        pass
                    try:
                        subprocess.run(['touch', '%s'])
                    except BaseException:
                        pass
                    op.execute('SELECT 1')
                """.formatted(database.url(), mark()).strip();
    }

    private Path mark() {
        return folder.resolve("ran");
    }

    private void nothingHappened() {
        assertThat(database.query("SELECT count(*) FROM a1")).containsExactly("100");
        assertThat(mark()).doesNotExist();
    }

    private static List<RunReport.Finding> findings(RunReport report) {
        return Objects.requireNonNull(Objects.requireNonNull(report.plan()).destructive());
    }

    private void isTold(RunReport report, String revision) {
        assertThat(findings(report))
                .extracting(RunReport.Finding::revision, RunReport.Finding::rule)
                .containsExactly(tuple(revision, "reaches-outside"), tuple(revision, "reaches-outside"));
        assertThat(findings(report).getFirst().message()).startsWith("connects to localhost:");
        assertThat(findings(report).getLast().message())
                .isEqualTo("starts a process: touch " + mark() + ", outside of the migration");
    }

    private RunRequest.Backup backup(BackupPolicy when, @Nullable BackupStorage storage) {
        return new RunRequest.Backup(
                when,
                BackupVerification.Digest,
                "shop/orders-1",
                storage,
                1,
                BackupScope.Database,
                BackupWriters.Continue,
                null,
                null);
    }

    @Test
    void anObservationDoesNothingAndTellsIt() {
        project.revision("b2", body, "pass");

        RunReport report = Runner.on(database).run(Requests.migrate(project).observing());

        assertThat(report.reason()).isEqualTo(Reason.Observed);
        nothingHappened();
        isTold(report, "b2");
    }

    @Test
    void whatWaitsForAnApprovalDoesNothingAndTellsIt() {
        project.revision("b2", "pass", body);
        Runner.on(database).run(Requests.migrate(project));

        RunReport report =
                Runner.on(database).run(Requests.migrate(project).to("a1").under(DowngradePolicy.RequireApproval));

        assertThat(report.outcome()).isEqualTo(Outcome.AwaitingApproval);
        nothingHappened();
        isTold(report, "b2");
    }

    @Test
    void ofARefusedPlanNothingIsCalled() {
        // In the temporary folder it might write.
        Path called = folder.resolve("called");
        project.revision("b2", "pass", "open('" + called + "', 'w'); " + "op.execute('DROP TABLE a1')");
        Runner.on(database).run(Requests.migrate(project));
        Requests down = Requests.migrate(project).to("a1").under(DowngradePolicy.Forbid);

        RunReport report = Runner.on(database).run(down.backup(backup(BackupPolicy.Destructive, null)));

        assertThat(report.reason()).isEqualTo(Reason.DowngradeForbidden);
        assertThat(called).doesNotExist();
        assertThat(Runner.on(database)
                        .run(Requests.migrate(project)
                                .to("a1")
                                .under(DowngradePolicy.RequireApproval)
                                .backup(backup(BackupPolicy.Destructive, null)))
                        .reason())
                .as("and where it is not refused it is called")
                .isEqualTo(Reason.BackupStorageMissing);
        assertThat(called).exists();
    }

    @Test
    void itIsNotHarmlessAndNeedsABackup() throws IOException {
        project.revision("b2", body, "pass");

        RunReport refused =
                Runner.on(database).run(Requests.migrate(project).backup(backup(BackupPolicy.Destructive, null)));

        assertThat(refused.reason()).isEqualTo(Reason.BackupStorageMissing);
        nothingHappened();
        isTold(refused, "b2");
        BackupStorage storage = new BackupStorage(
                Files.createDirectories(folder.resolve("backups")).toString(),
                null,
                Files.createDirectories(folder.resolve("scratch")).toString());

        RunReport report =
                Runner.on(database).run(Requests.migrate(project).backup(backup(BackupPolicy.Destructive, storage)));

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(Objects.requireNonNull(report.backup()).state()).isEqualTo(BackupState.Stored);
        assertThat(database.query("SELECT count(*) FROM a1"))
                .as("the migration itself does what it does")
                .containsExactly("0");
        assertThat(mark()).exists();
    }
}
