package dev.stillhouse.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.CommandRun;
import dev.stillhouse.runner.fixture.Postgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rehearsals by a person, with the real bridge and private PostgreSQLs. */
class RehearseTest {
    private AlembicProject project;

    @BeforeEach
    void makeProject(@TempDir Path folder) {
        project = AlembicProject.in(folder).table("a1").table("b2");
    }

    private CommandRun run(Map<String, String> environment, String... arguments) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(ClientTools.environment());
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--path", project.folder().toString()));
        return CommandRun.with(variables, all.toArray(String[]::new));
    }

    @Test
    void withoutADatabaseItIsTheWayFromAnEmptyOne() {
        CommandRun run = run(CommandRun.environment(), "rehearse");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("There, back, and there again: nothing was found.\n");
    }

    @Test
    void whatIsWrongWithTheWayBackIsToldOfEachStep() {
        project.revision("c3", "pass", "op.execute('DROP TABLE nowhere')")
                .revision("d4", "op.execute('CREATE TABLE IF NOT EXISTS d4 ()')", "pass");

        CommandRun run = run(CommandRun.environment(), "rehearse", "--output", "json");

        assertThat(run.code()).as(run.err()).isEqualTo(3);
        assertThat(run.json().at("/rehearsal/outcome").asText()).isEqualTo("Warned");
        assertThat(run.json().findValuesAsText("rule")).containsExactly("downgrade-fails", "downgrade-differs");
        assertThat(run(CommandRun.environment(), "rehearse").out())
                .startsWith("2 findings:\n- c3 (downgrade-fails): Revision c3")
                .contains(
                        "- d4 (downgrade-differs): After the downgrade the schema is not what it was before: table public.d4");
    }

    @Test
    void aDatabaseIsOnlyRead() {
        Postgres.Database database = Postgres.create();
        CommandRun.of(database, project, "upgrade", "a1");
        project.revision("c3", "op.execute('ALTER TABLE nowhere ADD x int')", "pass");

        CommandRun run = run(CommandRun.environment(database), "rehearse");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("RehearsalFailed", "nowhere", "leave --rehearse out");
        assertThat(database.tables()).containsExactly("a1");
    }

    @Test
    void anUpgradeMayBeTriedFirst() {
        Postgres.Database database = Postgres.create();
        project.revision("c3", "op.execute('ALTER TABLE nowhere ADD x int')", "pass");

        CommandRun refused = run(CommandRun.environment(database), "upgrade", "--rehearse");
        CommandRun done = run(CommandRun.environment(database), "upgrade", "b2", "--rehearse");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("RehearsalFailed");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(database.tables()).containsExactly("a1", "b2");
    }
}
