package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.CopyPlace;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.PlanKeeping;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunReport.TableLock;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans that are tried on a copy first, with the real bridge, the real pg_dump, and a private PostgreSQL. */
class RehearsalTest {
    /** Nothing that can be lost is applied. */
    private static final RunRequest.Backup WITHOUT_STORAGE = new RunRequest.Backup(
            BackupPolicy.Destructive,
            BackupVerification.Digest,
            "shop/orders-1",
            null,
            1,
            BackupScope.Tables,
            BackupWriters.Continue,
            null,
            null);

    @TempDir
    private Path folder;

    private final Postgres.Database database = Postgres.create();
    private AlembicProject project;
    private Path scratch;

    @BeforeEach
    void makeProject() {
        project = AlembicProject.in(folder.resolve("project")).table("a1");
        scratch = folder.resolve("scratch");
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(scratch)
                .satisfiesAnyOf(
                        it -> assertThat(it).isEmptyDirectory(),
                        it -> assertThat(it).doesNotExist());
        assertThat(new Postgres.Database("postgres")
                        .query("SELECT datname FROM pg_database WHERE datname LIKE 'stillhouse_copy%'"))
                .isEmpty();
    }

    private RunReport run(Requests requests) {
        return Runner.on(database).run(requests.rehearsing(scratch, null));
    }

    private RunReport migrate() {
        return run(Requests.migrate(project));
    }

    private static RunReport.Rehearsal shown(RunReport report) {
        return Objects.requireNonNull(report.rehearsal(), report.message());
    }

    private static RunReport.Plan plan(RunReport report) {
        return Objects.requireNonNull(report.plan(), report.message());
    }

    private static Finding only(RunReport report) {
        assertThat(shown(report).findings()).hasSize(1);
        return shown(report).findings().getFirst();
    }

    @Test
    void goesThereAndBackAndThereAgain() {
        project.table("b2");

        RunReport report = migrate();

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(shown(report)).isEqualTo(new RunReport.Rehearsal(RehearsalOutcome.Passed, List.of(), List.of()));
        assertThat(report.phaseMillis()).containsKey(Phase.REHEARSE);
        assertThat(database.tables()).containsExactly("a1", "b2");
    }

    @Test
    void fromWhereTheDatabaseIsWithWhatItHas() {
        migrate();
        database.execute("CREATE VIEW seen AS SELECT id FROM a1; INSERT INTO a1 VALUES (1)");
        project.revision("b2", "op.execute('ALTER TABLE a1 ADD mark int')", "op.execute('ALTER TABLE a1 DROP mark')");

        RunReport report = migrate();

        assertThat(report.after()).containsExactly("b2");
        assertThat(shown(report).outcome()).as(shown(report).toString()).isEqualTo(RehearsalOutcome.Passed);
    }

    @Test
    void aPlanThatGoesDownIsTriedTheOtherWayRound() {
        project.revision("b2", "op.execute('CREATE TABLE b2 (id int)')", "op.execute('ALTER TABLE b2 RENAME TO c')");
        Runner.on(database).run(Requests.migrate(project));

        RunReport report = run(Requests.migrate(project).to("a1"));

        assertThat(report.reason()).isEqualTo(Reason.Downgraded);
        assertThat(only(report).rule()).isEqualTo("upgrade-differs");
        assertThat(only(report).message()).contains("table public.c is there, and was not before");
    }

    @Test
    void aStepThatFailsIsKnownBeforeTheDatabaseIsTouched() {
        project = AlembicProject.stepwise(folder.resolve("project"))
                .table("a1")
                .revision("b2", "op.execute('ALTER TABLE nowhere ADD x int')", "pass");

        Runner runner = Runner.on(database);

        RunReport report = runner.run(Requests.migrate(project).rehearsing(scratch, null));

        assertThat(report.outcome()).isEqualTo(Outcome.Failed);
        assertThat(report.reason()).isEqualTo(Reason.RehearsalFailed);
        assertThat(runner.plan()).contains("CREATE TABLE a1 (id int);", "ALTER TABLE nowhere ADD x int;");
        assertThat(report.message())
                .contains("Revision b2", "nowhere", "The database was not touched", "spec.rehearsal: Never");
        assertThat(only(report).rule()).isEqualTo("step-fails");
        assertThat(only(report).revision()).isEqualTo("b2");
        assertThat(database.query(
                        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"))
                .isEmpty();
    }

    @Test
    void aDowngradeThatDoesNotComeBackIsToldWithTheDifference() {
        project.revision(
                "b2",
                "op.execute('CREATE TYPE mood AS ENUM (\\'ok\\')'); op.execute('ALTER TABLE a1 ADD mood mood')",
                "op.execute('ALTER TABLE a1 DROP mood')");

        RunReport report = migrate();

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(shown(report).outcome()).isEqualTo(RehearsalOutcome.Warned);
        assertThat(only(report).rule()).isEqualTo("downgrade-differs");
        assertThat(only(report).message()).contains("type public.mood is there, and was not before");
    }

    @Test
    void soIsOneThatFails() {
        project.revision("b2", "op.execute('CREATE TABLE b2 (id int)')", "op.execute('DROP TABLE b3')");

        RunReport report = migrate();

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(only(report).rule()).isEqualTo("downgrade-fails");
        assertThat(only(report).revision()).isEqualTo("b2");
        assertThat(only(report).message()).contains("b3");
    }

    @Test
    void ofSeveralStepsEachIsNamedThatDoesNotComeBack() {
        project.revision("b2", "op.execute('CREATE TABLE IF NOT EXISTS b2 (id int)')", "pass")
                .table("c3")
                .revision("d4", "op.execute('ALTER TABLE c3 ADD x int')", "op.execute('ALTER TABLE c3 DROP y')")
                .revision("e5", "pass", "raise NotImplementedError()")
                .table("f6");

        RunReport report = migrate();

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(shown(report).outcome()).isEqualTo(RehearsalOutcome.Warned);
        assertThat(shown(report).findings())
                .extracting(finding -> finding.revision() + " " + finding.rule())
                .containsExactly("b2 downgrade-differs", "d4 downgrade-fails", "e5 downgrade-missing");
    }

    @Test
    void andOneThatIsMissing() {
        project.revision("b2", "pass", "raise NotImplementedError()");

        RunReport report = migrate();

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(only(report).rule()).isEqualTo("downgrade-missing");
    }

    @Test
    void aStepThatNeedsRowsIsNoFailure() {
        Runner.on(database).run(Requests.migrate(project));
        database.execute("INSERT INTO a1 VALUES (7)");
        project.revision(
                "b2",
                "op.execute('CREATE TABLE t%s ()' % op.get_bind().exec_driver_sql('SELECT id FROM a1').one().id)",
                "op.execute('DROP TABLE t7')");

        RunReport report = migrate();

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(shown(report).outcome()).isEqualTo(RehearsalOutcome.Impossible);
        assertThat(only(report).rule()).isEqualTo("not-rehearsable");
        assertThat(only(report).message()).contains("NoResultFound", "without its rows");
        assertThat(database.tables()).contains("t7");
    }

    @Test
    void nothingBesideTheCopyIsReached() {
        project.revision("b2", "open('sent', 'a').write('x')", "pass");

        RunReport report = migrate();

        assertThat(shown(report).outcome()).isEqualTo(RehearsalOutcome.Impossible);
        assertThat(only(report).message()).contains("writes the file", "in a copy of the database");
        assertThat(project.folder().resolve("sent")).hasContent("x");
    }

    @Test
    void whereUnqualifiedNamesLeadIsAsInTheDatabase() {
        database.execute("CREATE SCHEMA app");
        database.execute("ALTER DATABASE " + database.name() + " SET search_path = app");
        Runner.on(database).run(Requests.migrate(project));
        project.revision("b2", "op.execute('ALTER TABLE app.a1 ADD x int')", "op.execute('ALTER TABLE a1 DROP x')");

        RunReport report = migrate();

        assertThat(report.after()).containsExactly("b2");
        assertThat(shown(report).outcome()).as(shown(report).toString()).isEqualTo(RehearsalOutcome.Passed);
    }

    @Test
    void aRoleOfTheServerIsThereToBeGrantedTo() {
        database.execute("CREATE ROLE reporting_of_" + database.name());
        project.revision(
                "b2",
                "op.execute('GRANT SELECT ON a1 TO reporting_of_%s')".formatted(database.name()),
                "op.execute('REVOKE SELECT ON a1 FROM reporting_of_%s')".formatted(database.name()));

        assertThat(shown(migrate()).outcome()).isEqualTo(RehearsalOutcome.Passed);
    }

    @Test
    void whatTheRunnersServerHasNotIsNoFailureEither() {
        database.execute("CREATE EXTENSION pgcrypto");

        RunReport report = migrate();

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(only(report).rule()).isEqualTo("not-rehearsable");
        assertThat(only(report).message())
                .contains("pgcrypto", "spec.rehearsal: Never")
                .doesNotContain("backup");
    }

    @ParameterizedTest
    @EnumSource(
            value = CopyPlace.class,
            names = {"SameServer", "Server"})
    void nothingIsTriedOnAServerThatOthersUse(CopyPlace where) {
        project.revision("b2", "op.execute('CREATE ROLE made_by_%s')".formatted(database.name()), "pass");

        RunReport report = Runner.on(database)
                .run(Requests.migrate(project).rehearsing(scratch, new RunRequest.Copies(where, null)));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(only(report).rule()).isEqualTo("not-rehearsable");
        assertThat(only(report).message()).contains("spec.copies.where: " + where, "roles");
    }

    @Test
    void aRoleIsMadeAndDroppedInTheCopyAlone() {
        String role = "made_by_" + database.name();
        project.revision(
                "b2", "op.execute('CREATE ROLE %s')".formatted(role), "op.execute('DROP ROLE %s')".formatted(role));

        RunReport report = migrate();

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(database.query("SELECT rolname FROM pg_roles WHERE rolname = '" + role + "'"))
                .containsExactly(role);
    }

    @Test
    void eachTenantsVersionRowsAreThere() {
        Runner.on(database).run(Requests.migrate(project));
        database.execute("CREATE SCHEMA tenant");
        project = AlembicProject.in(folder.resolve("tenant"))
                .executing("SET search_path TO tenant")
                .table("x1");
        Runner.on(database).run(Requests.migrate(project));
        project.table("x2");

        RunReport report = migrate();

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(shown(report).outcome()).as(shown(report).toString()).isEqualTo(RehearsalOutcome.Passed);
    }

    @Test
    void whoApprovesKnowsWhatItHasShown() {
        Runner.on(database).run(Requests.migrate(project));

        RunReport report = run(Requests.migrate(project).to("base").under(DowngradePolicy.RequireApproval));

        assertThat(report.outcome()).isEqualTo(Outcome.AwaitingApproval);
        assertThat(shown(report).outcome()).isEqualTo(RehearsalOutcome.Passed);
        assertThat(database.tables()).containsExactly("a1");
    }

    @Test
    void whatIsNotToRunIsNotTried() {
        migrate();
        assertThat(migrate().rehearsal()).isNull();
        assertThat(run(Requests.migrate(project).to("base").under(DowngradePolicy.Forbid))
                        .rehearsal())
                .isNull();
    }

    @Test
    void aRunThatEndsMeanwhileLeavesNothing() {
        project.revision("b2", "op.execute('SELECT pg_sleep(600)')", "pass");

        RunReport report = run(Requests.migrate(project).deadline(40));

        assertThat(report.reason()).isEqualTo(Reason.DeadlineExceeded);
        assertThat(report.message()).contains("while the plan was tried on a copy", "Nothing was changed");
        assertThat(database.tables()).isEmpty();
        assertThat(Files.exists(scratch)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = PlanKeeping.class,
            names = {"Redacted", "Never"})
    void whatMayNotBeToldOfStatementsIsNotToldOfThoseInTheCopy(PlanKeeping keeping) {
        project.revision("b2", "pass", "op.execute(\"SELECT 's3cret'::integer\")");
        Runner runner = Runner.on(database);

        RunReport report = runner.run(Requests.migrate(project).rehearsing(keeping, scratch));

        assertThat(only(report).rule()).isEqualTo("downgrade-fails");
        assertThat(only(report).message()).contains("invalid input syntax").doesNotContain("s3cret");
        assertThat(runner.messages()).noneMatch(message -> message.contains("s3cret"));
    }

    @Test
    void whatOthersWillWaitForIsTold() {
        Runner.on(database).run(Requests.migrate(project));
        project.revision(
                "b2",
                "op.execute('ALTER TABLE a1 ALTER id TYPE bigint'); op.execute('CREATE TABLE b2 (id int)');"
                        + " op.execute('ALTER TABLE b2 ADD x int')",
                "op.execute('DROP TABLE b2'); op.execute('ALTER TABLE a1 ALTER id TYPE int')");

        assertThat(shown(migrate()).locks())
                .containsExactly(new TableLock("public.a1", "ACCESS EXCLUSIVE", "b2", true, true));
    }

    @Test
    void andInThePlan() {
        project.revision("b2", "pass", "op.execute('CREATE INDEX ON a1 (id)')");
        Runner.on(database).run(Requests.migrate(project));
        Runner runner = Runner.on(database);

        RunReport report = runner.run(Requests.migrate(project)
                .to("a1")
                .under(DowngradePolicy.RequireApproval)
                .rehearsing(scratch, null));

        assertThat(report.outcome()).isEqualTo(Outcome.AwaitingApproval);
        assertThat(runner.plan())
                .contains("-- LOCKS public.a1: SHARE, everybody else waits who writes it, while all of it is read");
    }

    /** What reads before it writes may go another way where there are rows. */
    @Test
    void whatCannotBeRenderedIsReadAsItRanInTheCopyAndStillCountsAsUnknown() {
        Runner.on(database).run(Requests.migrate(project));
        database.execute("INSERT INTO a1 VALUES (7)");
        project.revision(
                "b2",
                "if op.get_bind().exec_driver_sql('SELECT count(*) FROM a1').scalar():"
                        + " op.execute('ALTER TABLE a1 DROP id')",
                "pass");

        RunReport report = run(Requests.migrate(project).backup(WITHOUT_STORAGE));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.BackupStorageMissing);
        assertThat(plan(report).destructive()).extracting(Finding::rule).containsExactly("unrenderable");
        assertThat(database.query("SELECT id FROM a1")).containsExactly("7");
    }

    @Test
    void whoApprovesReadsWhatWasSent() {
        Runner.on(database).run(Requests.migrate(project));
        project.revision(
                "b2",
                "pass",
                "op.execute('ALTER TABLE a1 DROP ' + op.get_bind().exec_driver_sql(\"SELECT 'id'\").scalar())");
        Runner.on(database).run(Requests.migrate(project));
        Runner runner = Runner.on(database);
        Requests down = Requests.migrate(project).to("a1").under(DowngradePolicy.RequireApproval);

        RunReport waiting = runner.run(down.rehearsing(scratch, null));

        assertThat(waiting.outcome()).isEqualTo(Outcome.AwaitingApproval);
        assertThat(runner.plan()).contains("-- AS IT RAN ON A COPY WITHOUT ROWS: ", "ALTER TABLE a1 DROP id;");
        RunReport approved =
                run(down.under(DowngradePolicy.RequireApproval, plan(waiting).digest()));
        assertThat(approved.reason()).as(approved.message()).isEqualTo(Reason.Downgraded);
    }
}
