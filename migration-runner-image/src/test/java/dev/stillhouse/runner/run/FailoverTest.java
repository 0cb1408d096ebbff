package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.ReplicatedPostgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With several servers in the URL it is the primary that is migrated, whichever that is by then. Both have one identifier. */
class FailoverTest {
    @TempDir
    private Path folder;

    private ReplicatedPostgres servers;
    private AlembicProject project;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(folder.resolve("backups"));
        Files.createDirectories(folder.resolve("scratch"));
        servers = ReplicatedPostgres.start(folder);
        project = AlembicProject.in(folder.resolve("project")).table("a1");
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private RunReport migrated(Runner runner) {
        return runner.run(Requests.migrate(project)
                .backup(new RunRequest.Backup(
                        BackupPolicy.Destructive,
                        BackupVerification.Digest,
                        "shop/orders-" + System.nanoTime(),
                        new BackupStorage(
                                folder.resolve("backups").toString(),
                                null,
                                folder.resolve("scratch").toString()),
                        2,
                        BackupScope.Database,
                        BackupWriters.Continue,
                        null,
                        null)));
    }

    private RunReport migrated() {
        return migrated(Runner.on(servers.url("")));
    }

    /** The standby takes over at the moment at which the run says this. */
    private RunReport migratedWithFailOver(String moment) {
        AtomicBoolean done = new AtomicBoolean();
        RunReport report = migrated(Runner.on(servers.url("")).witnessed(words -> {
            if (words.contains(moment) && done.compareAndSet(false, true)) {
                servers.failOver();
            }
        }));
        assertThat(done).as(report.message()).isTrue();
        return report;
    }

    private void assertStandsAt(String revision) {
        assertThat(servers.queryStandby("SELECT version_num FROM alembic_version"))
                .containsExactly(revision);
    }

    @Test
    void thePrimaryIsMigratedThoughTheStandbyComesFirst() {
        RunReport standby = Runner.on(servers.urlOfStandby()).run(Requests.migrate(project));

        assertThat(standby.reason()).isEqualTo(Reason.ConnectionFailed);
        assertThat(standby.message()).contains("a standby", "Let the URL in the Secret name the primary");
        for (String parameters : List.of("", "?target_session_attrs=any", "?target_session_attrs=read-write")) {
            RunReport report = Runner.on(servers.url(parameters)).run(Requests.migrate(project));

            assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
            assertThat(servers.queryPrimary("DROP TABLE a1, alembic_version; SELECT pg_is_in_recovery()"))
                    .containsExactly("f");
        }
    }

    /** In the backup, before the first step, and in it: only at the new primary does the step come to its end. */
    @ParameterizedTest
    @ValueSource(strings = {"Dumping", "Applying 1 step", "Step 1 of 1: b2"})
    void beforeTheCommitNothingIsAppliedAndTheNextAttemptGoesOnAtTheNewPrimary(String moment) {
        assertThat(migrated().reason()).isEqualTo(Reason.Upgraded);
        servers.queryPrimary("INSERT INTO a1 DEFAULT VALUES RETURNING 1");
        project.revision(
                "b2",
                "op.execute('DROP TABLE a1'); op.execute('SELECT pg_sleep(60) WHERE inet_server_port() = %d')"
                        .formatted(servers.firstPort()),
                "pass");

        RunReport report = migratedWithFailOver(moment);

        // Either the backup or who watches over the run's own connection notices it first.
        assertThat(report.reason()).as(report.message()).isIn(Reason.ConnectionFailed, Reason.DumpFailed);
        assertStandsAt("a1");
        assertThat(migrated().reason()).isEqualTo(Reason.Upgraded);
        assertStandsAt("b2");
    }

    @Test
    void afterTheCommitTheNewPrimaryIsAskedWhatCameOfIt() {
        assertThat(migrated().reason()).isEqualTo(Reason.Upgraded);
        project.table("b2");

        RunReport report = migratedWithFailOver("Committed");

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertStandsAt("b2");
    }
}
