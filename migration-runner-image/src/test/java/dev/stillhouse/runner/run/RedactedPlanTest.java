package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.PlanKeeping;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the statements of a project stays in the runner if the manifest asks for it. */
class RedactedPlanTest {
    private final Postgres.Database database = Postgres.create();
    private final Runner runner = Runner.on(database);
    private AlembicProject project;

    @BeforeEach
    void makeProject(@TempDir Path folder) {
        project = AlembicProject.in(folder)
                .table("a1")
                .revision("b2", "op.execute(\"COMMENT ON TABLE a1 IS 'key s3cret' -- s3cret\")", "pass");
    }

    @Test
    void aPlanAsItRan() {
        runner.run(Requests.migrate(project).keeping(PlanKeeping.Redacted));
        assertThat(runner.plan())
                .contains("CREATE TABLE a1 (id int);", "COMMENT ON TABLE a1 IS '…'")
                .contains("-- What stood in string literals and comments is left out (spec.plan.keep: Redacted).")
                .doesNotContain("s3cret");
    }

    @Test
    void aPlanAsItWouldRun() {
        runner.run(Requests.migrate(project).observing().keeping(PlanKeeping.Redacted));
        assertThat(runner.plan()).contains("COMMENT ON TABLE a1 IS '…'").doesNotContain("s3cret");
    }

    @Test
    void noPlanAtAll() {
        RunReport report = runner.run(Requests.migrate(project).keeping(PlanKeeping.Never));
        assertThat(report.outcome()).isEqualTo(Outcome.Succeeded);
        assertThat(runner.chunks()).isEmpty();
    }

    @Test
    void aStatementThatFails() {
        project.revision("c3", "op.execute(\"SELECT 's3cret'::integer\")", "pass");
        for (PlanKeeping keeping : new PlanKeeping[] {PlanKeeping.Redacted, PlanKeeping.Never}) {
            RunReport report = runner.run(Requests.migrate(project).keeping(keeping));
            assertThat(report.outcome()).isEqualTo(Outcome.Failed);
            assertThat(Objects.requireNonNull(report.failure()).statement()).isEqualTo("SELECT '…'::integer");
            assertThat(report.toString()).contains("invalid input syntax").doesNotContain("s3cret");
        }
        assertThat(runner.messages()).noneMatch(message -> message.contains("s3cret"));
    }
}
