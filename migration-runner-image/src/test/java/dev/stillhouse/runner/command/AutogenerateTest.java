package dev.stillhouse.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.CommandRun;
import dev.stillhouse.runner.fixture.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models against revisions, in a PostgreSQL that is thrown away. */
class AutogenerateTest {
    private AlembicProject project;
    private Map<String, String> environment;

    @BeforeEach
    void makeProject(@TempDir Path folder) {
        project = AlembicProject.in(folder).table("aaa1").modelling("orders");
        environment = new HashMap<>(CommandRun.environment());
        environment.putAll(ClientTools.environment());
    }

    private CommandRun run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--path";
        all[arguments.length + 1] = project.folder().toString();
        return CommandRun.with(environment, all);
    }

    @Test
    void writesWhatTheModelsHaveAndTheRevisionsLack() throws IOException {
        Path env = project.folder().resolve("migrations/env.py");
        Files.writeString(
                env,
                Files.readString(env)
                        .replace(
                                "context.config.get_main_option(\"sqlalchemy.url\")",
                                "__import__(\"os\").environ[\"DATABASE_URL\"]"));
        Postgres.Database untouched = Postgres.create();
        environment.put("DATABASE_URL", untouched.url());

        CommandRun revision = run("revision", "--autogenerate", "-m", "orders", "--rev-id", "bbb2");

        assertThat(revision.err()).contains("Starting a private PostgreSQL").doesNotContain("Failed");
        assertThat(revision.code()).isZero();
        assertThat(revision.out()).isEqualTo("migrations/versions/bbb2_orders.py\n");
        assertThat(project.folder().resolve(revision.out().strip()))
                .content()
                .contains("down_revision = 'aaa1'", "op.create_table('orders'", "op.drop_table('aaa1')");
        assertThat(untouched.query("SELECT relname FROM pg_stat_user_tables")).isEmpty();
    }

    @Test
    void checksAgainstTheDatabaseThatIsNamedOrAPrivateOne() {
        CommandRun without = run("check", "--output", "json");
        assertThat(without.code()).isEqualTo(3);
        JsonNode differences = without.json().at("/differences");
        assertThat(differences).hasSize(2);

        Postgres.Database database = Postgres.create();
        environment.put("DATABASE_URL", database.url());
        CommandRun behind = run("check");
        assertThat(behind.code()).isEqualTo(1);
        assertThat(behind.err()).contains("not up to date").doesNotContain("private PostgreSQL");

        project.revision("bbb2", "op.execute('CREATE TABLE orders (id int)'); op.execute('DROP TABLE aaa1')", "pass");
        run("upgrade");
        CommandRun equal = run("check");
        assertThat(equal.out()).isEqualTo("No differences: the database has what the models say.\n");
        assertThat(equal.code()).isZero();
        database.execute("ALTER TABLE orders ADD COLUMN more int");
        assertThat(run("check").out()).startsWith("1 difference. To be as the models say:\n- ");
    }

    @Test
    void saysWhereItsProgramsAreMissed(@TempDir Path empty) {
        environment.put("STILLHOUSE_PG_BIN", empty.toString());

        CommandRun check = run("check");
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.err()).contains("STILLHOUSE_PG_BIN", "PostgreSQL");
    }
}
