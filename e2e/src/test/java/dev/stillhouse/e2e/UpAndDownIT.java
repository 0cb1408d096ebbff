package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job: real projects go up, down one, down to base and up again, with their data. */
@ExtendWith(TestCluster.class)
class UpAndDownIT {
    private final Stillhouse stillhouse;

    UpAndDownIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
    }

    @Test
    void school_with_its_url_in_the_ini_file() {
        school(stillhouse.migration("school", "school"));
    }

    @Test
    void school_in_an_image_without_a_shell() {
        school(stillhouse
                .migration("distroless", "school.distroless")
                .with(stillhouse.project("school.distroless", "python: /opt/venv/bin/python")));
    }

    private void school(Migration school) {
        var database = school.name();

        school.apply().awaitReady();
        assertThat(school.status().revision()).isEqualTo("2e7e7b3bfdc5");
        assertThat(school.status().pending()).isZero();
        assertThat(stillhouse.sql(database, "SELECT count(*) FROM exams")).isEqualTo("6");
        assertThat(guardianPhone(database)).isEqualTo("+44 20 7946 0018");

        school.target("f44cf14c0ca6").awaitReady();
        assertThat(school.condition("Ready").orElseThrow().getReason()).isEqualTo(Reason.Downgraded.name());
        assertThat(stillhouse.sql(
                        database, "SELECT profile ->> 'guardian_phone' FROM students WHERE email = 'ada@school.test'"))
                .isEqualTo("+44 20 7946 0018");

        school.target("base").awaitReady();
        assertThat(school.status().revision()).isEqualTo("base");
        assertThat(tables(database)).isEqualTo("alembic_version");

        school.target("head").awaitReady();
        assertThat(guardianPhone(database)).isEqualTo("+44 20 7946 0018");
        assertThat(school.runs()).extracting(run -> run.getSpec().number()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void tasks_with_database_url_and_a_virtual_environment_beside_the_project() {
        var tasks = stillhouse.migration("tasks", "tasks");

        tasks.apply().awaitReady();
        assertThat(tasks.status().revision()).isEqualTo("cabcdc8a32dd");
        assertThat(statuses()).isEqualTo("done|1\nin_progress|2\nopen|2");
        assertThat(stillhouse.sql("tasks", "SELECT count(*) FROM task_tags")).isEqualTo("2");

        tasks.target("d50b690de6f9").awaitReady();
        assertThat(statuses()).isEqualTo("done|1\nin progress|2\nopen|2");

        tasks.target("base").awaitReady();
        assertThat(tables("tasks")).isEqualTo("alembic_version");

        tasks.target("head").awaitReady();
        assertThat(statuses()).isEqualTo("done|1\nin_progress|2\nopen|2");
    }

    @Test
    void conversations_with_an_async_env_py() {
        var conversations = stillhouse.migration("conversations", "conversations");
        stillhouse.secret(
                "conversations",
                stillhouse.postgres().url("conversations").replace("postgresql://", "postgresql+asyncpg://"));

        conversations.apply().awaitReady();
        assertThat(conversations.status().revision()).isEqualTo("c7e8de62c34c");
        assertThat(messageRoles()).isEqualTo("user,assistant,tool");
        assertThat(stillhouse.sql("conversations", "SELECT count(*) FROM messages"))
                .isEqualTo("2");

        conversations.target("f58380c9e759").awaitReady();
        assertThat(messageRoles()).isEqualTo("user,assistant");

        conversations.target("base").awaitReady();
        assertThat(tables("conversations")).isEqualTo("alembic_version");

        conversations.target("head").awaitReady();
        assertThat(stillhouse.sql("conversations", "SELECT count(*) FROM messages"))
                .isEqualTo("2");
    }

    @Test
    void a_project_in_a_config_map() {
        var tiny = stillhouse.migration("tiny", "tasks");
        ConfigMaps.ofFolder(stillhouse.client(), "tiny", "projects/tiny");
        tiny.with("project: {configMap: {name: tiny}}");

        tiny.apply().awaitReady();
        assertThat(tiny.status().revision()).isEqualTo("dbe70c4fc8c6");
        assertThat(stillhouse.sql("tiny", "SELECT count(*) FROM notes WHERE NOT done"))
                .isEqualTo("2");

        tiny.target("base").awaitReady();
        assertThat(tables("tiny")).isEqualTo("alembic_version");
    }

    @Test
    void a_run_shows_its_plan_and_what_it_did() {
        var tasks = stillhouse.migration("plan-only", "tasks").with("target: bcf43d752afb");

        tasks.apply().awaitReady();

        var status = tasks.newestRun().getStatus();
        assertThat(status.plan().steps()).isEqualTo(List.of("6c9587a3c9c5", "bcf43d752afb"));
        assertThat(status.progress().summary()).isEqualTo("2/2");
        assertThat(status.result().revisionsBefore()).isEmpty();
        assertThat(status.result().revisionsAfter()).containsExactly("bcf43d752afb");
        assertThat(status.result().database().name()).isEqualTo("plan-only");
        assertThat(status.result().timings()).isNotEmpty();
        assertThat(tasks.status().imageDigest()).isNotBlank();
    }

    private String statuses() {
        return stillhouse.sql(
                "tasks", "SELECT status, count(*) FROM tasks GROUP BY status::text, status ORDER BY status::text");
    }

    private String guardianPhone(String database) {
        return stillhouse.sql(database, "SELECT guardian_phone FROM students WHERE email = 'ada@school.test'");
    }

    private String messageRoles() {
        return stillhouse.sql("conversations", "SELECT array_to_string(enum_range(NULL::message_role), ',')");
    }

    private String tables(String database) {
        return stillhouse.sql(database, "SELECT string_agg(tablename, ',') FROM pg_tables WHERE schemaname = 'public'");
    }
}
