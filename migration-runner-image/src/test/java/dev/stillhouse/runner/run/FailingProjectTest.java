package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects and databases that do not work: what is told, and where the database stands. */
class FailingProjectTest {
    private static final String FAILS = "op.execute('CREATE TABLE a1 (id int)')";

    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    private RunReport run(AlembicProject project) {
        return Runner.on(database).run(Requests.migrate(project));
    }

    @Test
    void tellsThatOneTransactionWasRolledBack() {
        RunReport report = run(AlembicProject.in(folder)
                .table("a1")
                .revision("b2", FAILS, "pass")
                .table("c3"));

        assertThat(report.outcome()).isEqualTo(Outcome.Failed);
        assertThat(report.reason()).isEqualTo(Reason.StatementFailed);
        assertThat(report.message()).endsWith("The database is still at base: nothing was committed.");
        assertThat(report.after()).isEmpty();
        RunReport.Failure failure = Objects.requireNonNull(report.failure());
        assertThat(failure.sqlState()).isEqualTo("42P07");
        assertThat(failure.revision()).isEqualTo("b2");
        assertThat(failure.file()).endsWith("b2.py");
        assertThat(failure.statement()).contains("CREATE TABLE a1");
        assertThat(database.tables()).isEmpty();
    }

    @Test
    void tellsWhatWasCommittedStepByStep() {
        RunReport report =
                run(AlembicProject.stepwise(folder).table("a1").table("b2").revision("c3", FAILS, "pass"));

        assertThat(report.message()).endsWith("2 of 3 revisions were committed; the database is at b2.");
        assertThat(report.after()).containsExactly("b2");
        assertThat(report.stepsDone()).isEqualTo(2);
        assertThat(database.tables()).containsExactly("a1", "b2");
    }

    @Test
    void tellsOfHalfARevision() {
        String half =
                "with op.get_context().autocommit_block(): op.execute('CREATE TABLE half (id int)')\n    " + FAILS;
        RunReport report = run(AlembicProject.in(folder).table("a1").revision("b2", half, "pass"));

        assertThat(report.message()).contains("1 of 2 revisions was committed", "Revision b2 had committed a part");
        assertThat(database.tables()).containsExactly("a1", "half");
    }

    @Test
    void tellsOfAnErrorInPython() {
        RunReport report = run(AlembicProject.in(folder).revision("a1", "undefined_name()", "pass"));

        assertThat(report.reason()).isEqualTo(Reason.ProjectError);
        assertThat(report.message()).contains("undefined_name").endsWith("nothing was committed.");
    }

    @Test
    void endsWhenTheProjectKillsItsProcess() {
        String kill = "__import__('os').kill(__import__('os').getpid(), 9)";
        RunReport report = run(AlembicProject.in(folder).table("a1").revision("b2", kill, "pass"));

        assertThat(report.reason()).isEqualTo(Reason.BridgeLost);
        assertThat(report.message()).contains("137").endsWith("The database is still at base: nothing was committed.");
        assertThat(report.after()).isEmpty();
    }

    @Test
    void reportsAConflictOfTransactionsAsSuch() {
        String conflict = "op.execute(\"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$\")";
        RunReport report = run(AlembicProject.in(folder).revision("a1", conflict, "pass"));

        assertThat(report.reason()).isEqualTo(Reason.TransactionConflict);
    }

    @Test
    void saysWhatIsWrongWithTheConnection() {
        AlembicProject project = AlembicProject.in(folder).table("a1");

        RunReport password = Runner.on(database.url().replace("postgres:only-for-tests@", "nobody:secretpassword@"))
                .run(Requests.migrate(project));
        assertThat(password.reason()).isEqualTo(Reason.AuthenticationFailed);
        assertThat(password.message()).contains("nobody").doesNotContain("secretpassword");

        RunReport refused =
                Runner.on("postgresql://app:secretpassword@localhost:1/shop").run(Requests.migrate(project));
        assertThat(refused.reason()).isEqualTo(Reason.ConnectionFailed);
        assertThat(refused.message()).contains("localhost:1/shop").doesNotContain("secretpassword");

        RunReport unnamed = Runner.on("mysql://x").run(Requests.migrate(project));
        assertThat(unnamed.reason()).isEqualTo(Reason.InvalidUrl);
    }

    @Test
    void refusesARequestOfAnotherVersion() {
        assertThat(Runner.on(database).runJson("{\"version\": 99}").reason()).isEqualTo(Reason.ProtocolMismatch);
        assertThat(Runner.on(database).runJson("nonsense").reason()).isEqualTo(Reason.ProtocolMismatch);
    }
}
