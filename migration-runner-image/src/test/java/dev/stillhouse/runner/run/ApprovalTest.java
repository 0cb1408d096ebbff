package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An approval covers what runs: the revisions, what they import and read, and their SQL. */
class ApprovalTest {
    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    private AlembicProject project;
    private Path script;

    @BeforeEach
    void makeProject() throws IOException {
        project = AlembicProject.in(folder).table("a1");
        script = folder.resolve("migrations/versions/b2.sql");
        Files.writeString(script, "SELECT 1");
    }

    private RunReport down(String... approvals) {
        return Runner.on(database)
                .run(Requests.migrate(project).to("a1").under(DowngradePolicy.RequireApproval, approvals));
    }

    private String waiting(String downgrade) {
        project.revision("b2", "pass", downgrade);
        Runner.on(database).run(Requests.migrate(project));
        RunReport report = down();
        assertThat(report.outcome()).isEqualTo(Outcome.AwaitingApproval);
        return digest(report);
    }

    private static String digest(RunReport report) {
        return Objects.requireNonNull(report.plan()).digest();
    }

    @Test
    void isOfThePlanThatAnybodySeesBeforeItRuns() {
        String digest = waiting("op.execute(open('" + script + "').read())");

        assertThat(digest(down())).isEqualTo(digest);
        assertThat(digest(Runner.on(database)
                        .run(Requests.migrate(project).to("a1").observing())))
                .isEqualTo(digest);
        assertThat(down(digest).reason()).isEqualTo(Reason.Downgraded);
    }

    @Test
    void doesNotCoverAnotherFileThatARevisionReads() throws IOException {
        String digest = waiting("open('" + script + "').read(); op.get_bind().exec_driver_sql('SELECT 1')");
        Files.writeString(script, "DROP TABLE a1");

        assertThat(down(digest).outcome()).isEqualTo(Outcome.AwaitingApproval);
    }

    @Test
    void doesNotCoverAnotherModuleThatARevisionImports() throws IOException {
        Path helper = folder.resolve("helper.py");
        Files.writeString(helper, "def drop(op):\n    op.get_bind().exec_driver_sql('SELECT 1')\n");
        String digest = waiting("import helper; helper.drop(op)");
        assertThat(digest(down())).isEqualTo(digest);
        Files.writeString(helper, "def drop(op):\n    op.get_bind().exec_driver_sql('DROP TABLE a1')\n");

        assertThat(down(digest).outcome()).isEqualTo(Outcome.AwaitingApproval);
    }

    @Test
    void staysWithARevisionThatComputesAnIdentifier() {
        String digest = waiting("import uuid; op.execute(f\"SELECT '{uuid.uuid4()}'\")");

        assertThat(down(digest).reason()).isEqualTo(Reason.Downgraded);
    }
}
