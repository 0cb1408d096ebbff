package dev.stillhouse.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.CommandRun;
import dev.stillhouse.runner.fixture.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be shown, and written, without any database. */
class HistoryTest {
    private AlembicProject project;

    @BeforeEach
    void makeProject(@TempDir Path folder) {
        project = AlembicProject.in(folder)
                .table("aaa1")
                .table("bbb2")
                .after("aaa1")
                .table("ccc3");
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(project, arguments);
    }

    @Test
    void showsTheHistoryAsAlembicDoes() {
        assertThat(run("history").out().lines())
                .containsExactlyInAnyOrder(
                        "aaa1 -> bbb2 (head), make bbb2",
                        "aaa1 -> ccc3 (head), make ccc3",
                        "<base> -> aaa1 (branchpoint), make aaa1");
        assertThat(run("history", "-r", ":bbb2", "-v").out())
                .startsWith("Rev: bbb2 (head)\nParent: aaa1\nPath: migrations/versions/bbb2.py\n\n    make bbb2\n");

        JsonNode json = run("history", "--output", "json").json();
        assertThat(json.at("/revisions")).hasSize(3);
        assertThat(json.at("/revisions/2/revision").asText()).isEqualTo("aaa1");
        assertThat(json.at("/heads")).hasSize(2);
        assertThat(run("history", "-r", "aaa1").code()).isEqualTo(2);
    }

    /** As Alembic does: a label reaches down to a branch point. */
    @Test
    void showsALabelOnAllRevisionsOfItsBranch() throws IOException {
        project.after("ccc3").table("ddd4").after("ddd4").revision("eee5", "pass", "pass");
        Path labelled = project.folder().resolve("migrations/versions/ddd4.py");
        Files.writeString(labelled, Files.readString(labelled) + "\nbranch_labels = 'billing'\n");

        assertThat(run("history").out().lines())
                .containsExactlyInAnyOrder(
                        "ddd4 -> eee5 (billing) (head), make eee5",
                        "ccc3 -> ddd4 (billing), make ddd4",
                        "aaa1 -> ccc3 (billing), make ccc3",
                        "aaa1 -> bbb2 (head), make bbb2",
                        "<base> -> aaa1 (branchpoint), make aaa1");
    }

    @Test
    void marksWhereTheDatabaseIs() {
        Postgres.Database database = Postgres.create();
        CommandRun.of(database, project, "upgrade", "bbb2");

        assertThat(CommandRun.of(database, project, "history", "-i").out())
                .contains("aaa1 -> bbb2 (head) (current), make bbb2");
        assertThat(CommandRun.of(database, project, "history", "-r", ":current").out())
                .contains("bbb2")
                .doesNotContain("ccc3");
        assertThat(run("history", "-i").code()).isEqualTo(2);
    }

    @Test
    void showsHeadsBranchesAndSingleRevisions() {
        assertThat(run("heads").out().lines())
                .containsExactlyInAnyOrder("bbb2 (head), make bbb2", "ccc3 (head), make ccc3");
        assertThat(run("heads", "--output", "json").json().at("/revisions")).hasSize(2);
        assertThat(run("branches").out()).startsWith("aaa1 (branchpoint), make aaa1\n    -> ");
        assertThat(run("branches", "--output", "json")
                        .json()
                        .at("/revisions/0/branchPoint")
                        .asBoolean())
                .isTrue();
        assertThat(run("show", "aaa1").out()).startsWith("Rev: aaa1 (branchpoint)\nParent: <base>");
        assertThat(run("show", "aaa1", "--output", "json")
                        .json()
                        .at("/revisions/0/message")
                        .asText())
                .isEqualTo("make aaa1");

        CommandRun unknown = run("show", "nope", "--output", "json");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.json().at("/reason").asText()).isEqualTo("UnknownRevision");
    }

    @Test
    void writesRevisions() throws IOException {
        CommandRun merge = run("merge", "-m", "join them", "--rev-id", "ddd4");
        assertThat(merge.code()).isZero();
        assertThat(merge.out()).isEqualTo("migrations/versions/ddd4_join_them.py\n");
        assertThat(Files.readString(project.folder().resolve(merge.out().strip())))
                .contains("'bbb2'", "'ccc3'");

        JsonNode written = run("revision", "-m", "more", "--branch-label", "billing", "--output", "json")
                .json();
        assertThat(project.folder().resolve(written.at("/written/0/file").asText()))
                .content()
                .contains("down_revision = 'ddd4'", "'billing'");
        assertThat(run("heads").out()).contains("(billing) (head), more");

        CommandRun second = run("merge", "nope", "--output", "json");
        assertThat(second.code()).isEqualTo(1);
        assertThat(second.json().at("/reason").asText()).isEqualTo("ProjectError");
    }
}
