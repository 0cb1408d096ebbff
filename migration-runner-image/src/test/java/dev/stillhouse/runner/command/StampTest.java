package dev.stillhouse.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.CommandRun;
import dev.stillhouse.runner.fixture.Postgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampTest {
    private final Postgres.Database database = Postgres.create();
    private AlembicProject project;

    @BeforeEach
    void makeProject(@TempDir Path folder) {
        project = AlembicProject.in(folder).table("aaa1").table("bbb2");
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(database, project, arguments);
    }

    private List<String> rows() {
        return database.query("SELECT version_num FROM alembic_version");
    }

    @Test
    void writesTheVersionRowsAndNothingElse() {
        CommandRun stamp = run("stamp", "head");
        assertThat(stamp.code()).isZero();
        assertThat(stamp.out()).isEqualTo("The version rows were base and are bbb2 now. No revision was run.\n");
        assertThat(stamp.err()).contains("The version rows of alembic_version would change from base to bbb2");
        assertThat(rows()).containsExactly("bbb2");
        assertThat(database.tables()).isEmpty();

        JsonNode down = run("stamp", "aaa1", "--output", "json").json();
        assertThat(down.at("/reason").asText()).isEqualTo("Stamped");
        assertThat(down.at("/before/0").asText()).isEqualTo("bbb2");
        assertThat(down.at("/after/0").asText()).isEqualTo("aaa1");
        assertThat(run("stamp", "aaa1", "--output", "json").json().at("/reason").asText())
                .isEqualTo("UpToDate");
        assertThat(run("stamp", "base").code()).isZero();
        assertThat(rows()).isEmpty();
    }

    @Test
    void repairsUnknownRowsOnlyWithPurge() {
        run("stamp", "head");
        database.execute("UPDATE alembic_version SET version_num = 'fffffff'");

        CommandRun refused = run("stamp", "aaa1");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("Failed (UnknownRevision)", "fffffff", "purge");
        assertThat(rows()).containsExactly("fffffff");

        CommandRun purged = run("stamp", "--purge", "aaa1", "--output", "json");
        assertThat(purged.code()).isZero();
        assertThat(purged.json().at("/before/0").asText()).isEqualTo("fffffff");
        assertThat(rows()).containsExactly("aaa1");
    }

    @Test
    void waitsForNobodyOnAStandby() {
        run("stamp", "aaa1");
        database.execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");

        CommandRun stamp = run("stamp", "head");
        assertThat(stamp.code()).isEqualTo(1);
        assertThat(stamp.err()).contains("Failed (ConnectionFailed)", "read-only");
        assertThat(rows()).containsExactly("aaa1");
    }
}
