package dev.stillhouse.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.CommandRun;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentAndPlanTest {
    private final Postgres.Database database = Postgres.create();
    private AlembicProject project;

    @BeforeEach
    void makeProject(@TempDir Path folder) {
        project = AlembicProject.in(folder)
                .table("aaa1")
                .table("bbb2")
                .revision("ccc3", "op.execute('DELETE FROM aaa1'); op.get_bind().exec_driver_sql('SELECT 1')", "pass");
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(database, project, arguments);
    }

    @Test
    void tellsWhereTheDatabaseIs() {
        run("upgrade", "bbb2");
        CommandRun behind = run("current", "--check-heads");
        assertThat(behind.out()).isEqualTo("bbb2\n1 revision is pending.\n");
        assertThat(behind.code()).isEqualTo(3);
        run("upgrade");

        CommandRun there = run("current", "--check-heads", "--output", "json");
        assertThat(there.code()).isZero();
        JsonNode json = there.json();
        assertThat(json.at("/current/0").asText()).isEqualTo("ccc3");
        assertThat(json.at("/heads/0").asText()).isEqualTo("ccc3");
        assertThat(json.at("/pending").asInt(-1)).isZero();
        assertThat(run("current").out()).isEqualTo("ccc3 (head)\n");
    }

    @Test
    void tellsOfRowsThatTheProjectDoesNotContain() {
        run("upgrade");
        database.execute("UPDATE alembic_version SET version_num = 'fffffff'");

        assertThat(run("current").out()).isEqualTo("fffffff (the project does not contain it)\n");
        CommandRun plan = run("plan");
        assertThat(plan.code()).isEqualTo(1);
        assertThat(plan.err()).contains("Failed (UnknownRevision)", "fffffff");
    }

    @Test
    void showsEachStepOfAPlanWithItsSql() {
        CommandRun plan = run("plan");
        assertThat(plan.code()).isZero();
        assertThat(plan.out())
                .contains(
                        "at base\nUp to ccc3 in 3 steps\nPlan sha256:",
                        "1. aaa1 (make aaa1)\n   migrations/versions/aaa1.py\n\n   CREATE TABLE aaa1 (id int);",
                        "3. ccc3 (make ccc3)\n   migrations/versions/ccc3.py\n\n   Revision ccc3",
                        "cannot be rendered without a database");
        assertThat(database.tables()).isEmpty();

        JsonNode json = run("plan", "+2", "--output", "json").json();
        assertThat(json.at("/direction").asText()).isEqualTo("up");
        assertThat(json.at("/target/0").asText()).isEqualTo("bbb2");
        assertThat(json.at("/steps")).hasSize(2);
        assertThat(json.at("/steps/1/sql/0").asText()).isEqualTo("CREATE TABLE bbb2 (id int)");
    }

    @Test
    void itsDigestIsThatOfARunThatLooksToo() {
        String digest =
                run("plan", "bbb2", "--output", "json").json().at("/digest").asText();

        RunReport report =
                Runner.on(database).run(Requests.migrate(project).to("bbb2").observing());
        assertThat(Objects.requireNonNull(report.plan()).digest())
                .isEqualTo(digest)
                .startsWith("sha256:");
        run("upgrade", "bbb2");
        assertThat(run("plan", "bbb2").out()).endsWith("at bbb2\nNothing to do\n");
    }

    @Test
    void printsSqlForReview() {
        run("upgrade", "bbb2");

        assertThat(run("sql", "base").out()).endsWith("""
                -- Down to base in 2 steps
                -- Plan %s
                -- For review. The changes of alembic_version are left out: run it with stillhouse downgrade.

                -- Step 1 of 2: bbb2 (make bbb2), migrations/versions/bbb2.py
                DROP TABLE bbb2;

                -- Step 2 of 2: aaa1 (make aaa1), migrations/versions/aaa1.py
                DROP TABLE aaa1;
                """.formatted(
                run("plan", "base", "--output", "json").json().at("/digest").asText()));
        assertThat(run("sql").out()).contains("\n-- NOT RENDERED: Revision ccc3");
        assertThat(run("sql", "--output", "json")
                        .json()
                        .at("/steps/0/notRendered")
                        .asText())
                .contains("ccc3");
    }
}
