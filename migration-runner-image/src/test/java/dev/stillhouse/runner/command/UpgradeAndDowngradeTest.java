package dev.stillhouse.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.CommandRun;
import dev.stillhouse.runner.fixture.Postgres;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradeAndDowngradeTest {
    private final Postgres.Database database = Postgres.create();
    private AlembicProject project;

    @BeforeEach
    void makeProject(@TempDir Path folder) {
        project = AlembicProject.stepwise(folder).table("aaa1").table("bbb2").table("ccc3");
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(database, project, arguments);
    }

    @Test
    void goesUpAndDownInAlembicsWords() {
        CommandRun up = run("upgrade");
        assertThat(up.code()).isZero();
        assertThat(up.out()).isEqualTo("The database went up from base to ccc3 in 3 steps.\n");
        assertThat(up.err())
                .contains(
                        "(from DATABASE_URL)",
                        "3 revisions would be applied: aaa1 (make aaa1), bbb2 (make bbb2), ccc3 (make ccc3), to ccc3.",
                        "Step 2 of 3: bbb2 (make bbb2)")
                .containsPattern("Step 3 of 3 took \\d+ ms")
                .doesNotContain("only-for-tests");

        CommandRun down = run("downgrade", "-1", "--output", "json");
        assertThat(down.code()).isZero();
        JsonNode report = down.json();
        assertThat(report.at("/reason").asText()).isEqualTo("Downgraded");
        assertThat(report.at("/after/0").asText()).isEqualTo("bbb2");
        assertThat(report.at("/plan/steps/0").asText()).isEqualTo("ccc3");
        assertThat(down.err()).contains("Step 1 of 1");
        assertThat(database.tables()).containsExactly("aaa1", "bbb2");

        assertThat(run("upgrade", "+1", "-q").err()).isEmpty();
        assertThat(run("downgrade", "ccc3-2").out()).startsWith("The database went down from ccc3 to aaa1");
    }

    @Test
    void neverTurnsRound() {
        run("upgrade", "bbb2");

        CommandRun up = run("upgrade", "aaa1");
        assertThat(up.code()).isEqualTo(1);
        assertThat(up.out()).isEmpty();
        assertThat(up.err()).contains("Failed (WrongDirection)", "bbb2 (make bbb2)", "downgrade");

        CommandRun down = run("downgrade", "ccc3", "--output", "json");
        assertThat(down.code()).isEqualTo(1);
        assertThat(down.json().at("/reason").asText()).isEqualTo("WrongDirection");
        assertThat(database.tables()).containsExactly("aaa1", "bbb2");
    }

    @Test
    void saysWhatFailedAndWhereTheDatabaseStands() {
        project.revision("ddd4", "op.execute('CREATE TABLE aaa1 (id int)')", "pass");

        CommandRun up = run("upgrade");
        assertThat(up.code()).isEqualTo(1);
        assertThat(up.err())
                .contains(
                        "Failed (StatementFailed): ",
                        "3 of 4 revisions were committed; the database is at ccc3.",
                        "\n  revision   ddd4",
                        "\n  file       migrations/versions/ddd4.py:10",
                        "\n  SQLSTATE   42P07",
                        "\n  statement  CREATE TABLE aaa1 (id int)")
                .endsWith("\n");

        JsonNode report = run("upgrade", "--output", "json").json();
        assertThat(report.at("/failure/sqlState").asText()).isEqualTo("42P07");
        assertThat(report.at("/after/0").asText()).isEqualTo("ccc3");
    }

    @Test
    void obeysTheDeadline() {
        project.revision("ddd4", "op.execute('SELECT pg_sleep(300)')", "pass");

        CommandRun up = run("upgrade", "--deadline", "2s");
        assertThat(up.code()).isEqualTo(1);
        assertThat(up.err())
                .contains("Failed (DeadlineExceeded)", "raise --deadline")
                .doesNotContain("spec.");
    }
}
