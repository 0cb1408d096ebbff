package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Direction;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Step;
import dev.stillhouse.runner.project.ProjectEvent.StepBroken;
import dev.stillhouse.runner.project.ProjectEvent.StepFinished;
import dev.stillhouse.runner.project.ProjectEvent.StepStarted;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutedPlanTest {
    private static final Plan PLAN = new Plan(
            List.of(),
            List.of(),
            List.of("b2"),
            Direction.UP,
            List.of(step("a1"), step("b2")),
            List.of(),
            new Plan.VersionTable(null, "alembic_version"),
            false,
            new Plan.Connection("shop", "app", "10.0.0.7", 5432, "731", 4711, "psycopg", true));

    private static Step step(String revision) {
        return new Step(revision, List.of(), "make " + revision, revision + ".py", "digest", List.of(revision));
    }

    /** env.py caught the first failure, and began anew with a connection that then failed sooner. */
    @Test
    void tellsOnlyTheLastOfSeveralTries() {
        ExecutedPlan executed =
                new ExecutedPlan("shop/orders-1", PLAN, "sha256:0", new ServerIdentity("shop", "17.6", "731", false));
        executed.event(new StepStarted(1, 2, "a1"));
        executed.event(new StepFinished(1, 2, "a1", 1, List.of("CREATE TABLE a1 (id int)")));
        executed.event(new StepFinished(2, 2, "b2", 1, List.of("SELECT nothing")));
        executed.event(new StepBroken(1, "a1", List.of("CREATE TABLE a1 (id int)")));

        StringBuilder text = new StringBuilder();
        executed.script(false).write(text::append);

        assertThat(text.toString()).endsWith("""
                -- Step 1 of 2: a1 (make a1), a1.py
                CREATE TABLE a1 (id int);

                -- It did not come to its end.

                -- Step 2 of 2: b2 (make b2), b2.py
                -- NOT RUN: the run ended before it.
                """);
    }
}
