package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where nothing comes between a plan and its steps, one run of env.py does both. */
class AppliedAtOnceTest {
    /** A schema for each connection of env.py: it is nothing that a database could lose. */
    private static final String COUNTING = "DO 'BEGIN EXECUTE format(''CREATE SCHEMA run_%s'', pg_backend_pid()); END'";

    private final Postgres.Database database = Postgres.create();
    private AlembicProject project;

    @BeforeEach
    void makeProject(@TempDir Path folder) {
        // The percent sign is no placeholder of the driver's.
        project = AlembicProject.in(folder)
                .executing(COUNTING.replace("%", "%%"))
                .table("a1")
                .table("b2");
    }

    private int runsOfEnvPy(Requests request) {
        int before = schemas();
        RunReport report = Runner.on(database).run(request);
        assertThat(report.outcome()).isEqualTo(Outcome.Succeeded);
        return schemas() - before;
    }

    private int schemas() {
        return database.query("SELECT nspname FROM pg_namespace WHERE nspname ~ '^run_'")
                .size();
    }

    private static RunRequest.Backup backup(BackupPolicy when) {
        return new RunRequest.Backup(
                when,
                BackupVerification.Restore,
                "shop/orders-1",
                null,
                1,
                BackupScope.Database,
                BackupWriters.Continue,
                null,
                null);
    }

    @Test
    void withoutABackup() {
        assertThat(runsOfEnvPy(Requests.migrate(project).to("a1"))).isEqualTo(1);
        assertThat(runsOfEnvPy(Requests.migrate(project).backup(backup(BackupPolicy.Never))))
                .isEqualTo(1);
        assertThat(database.tables()).containsExactly("a1", "b2");

        assertThat(runsOfEnvPy(Requests.migrate(project).to("base"))).isEqualTo(1);
        assertThat(database.tables()).isEmpty();
    }

    @Test
    void onADatabaseThatHoldsNothing() {
        assertThat(runsOfEnvPy(Requests.migrate(project).backup(backup(BackupPolicy.Destructive))))
                .isEqualTo(1);
        assertThat(database.tables()).containsExactly("a1", "b2");
    }

    @Test
    void notIfSomebodyHasToLookAtTheSteps() {
        Requests first = Requests.migrate(project).to("a1");
        assertThat(runsOfEnvPy(first)).isEqualTo(1);

        // The rendering does not connect.
        assertThat(runsOfEnvPy(Requests.migrate(project).backup(backup(BackupPolicy.Destructive))))
                .isEqualTo(2);
        assertThat(database.tables()).containsExactly("a1", "b2");
    }

    @Test
    void notIfTheRunOnlyObserves() {
        assertThat(runsOfEnvPy(Requests.migrate(project).observing())).isEqualTo(1);
        assertThat(database.tables()).isEmpty();
    }

    @Test
    void aPlanThatMayNotRunIsLeftAlone() {
        runsOfEnvPy(Requests.migrate(project));

        RunReport report =
                Runner.on(database).run(Requests.migrate(project).to("a1").under(DowngradePolicy.Forbid));

        assertThat(report.outcome()).isEqualTo(Outcome.Failed);
        assertThat(database.tables()).containsExactly("a1", "b2");
        assertThat(database.query("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND state = 'idle in transaction'"))
                .isEmpty();
    }
}
