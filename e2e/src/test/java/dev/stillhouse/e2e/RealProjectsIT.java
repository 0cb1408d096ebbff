package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Projects of other people, as they are released, end with the schema that Alembic alone gives them, up and down. */
@ExtendWith(TestCluster.class)
class RealProjectsIT {
    private final Stillhouse stillhouse;
    private final ImageNames images;

    RealProjectsIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
        this.images = images;
    }

    @Test
    void open_webui_and_its_66_revisions() {
        var bare = new BareAlembic(
                stillhouse.client(),
                images.project("open-webui"),
                "DATABASE_URL",
                Map.of("WEBUI_SECRET_KEY", "only-for-tests"),
                List.of("alembic"));
        var project =
                stillhouse.migration("open-webui", "open-webui").with("""
                project:
                  image: "%s"
                  path: /app/open_webui
                  urlVariable: DATABASE_URL
                  env: [{name: WEBUI_SECRET_KEY, value: only-for-tests}]
                """.formatted(images.project("open-webui")));

        upDownAndUpAgain(project, bare, "0bd252b206fb", 66, "");
    }

    /**
     * Its env.py wants to be in a worker thread of an event loop, uses asyncpg, commits each revision, and builds indexes
     * concurrently.
     */
    @Test
    void prefect_and_its_118_revisions() {
        var bare = new BareAlembic(
                stillhouse.client(),
                images.project("prefect"),
                "PREFECT_SERVER_DATABASE_CONNECTION_URL",
                Map.of("HOME", "/tmp"),
                List.of("python3", "/app/bare_alembic.py"));
        var project = stillhouse.migration("prefect", "prefect").with("""
                project:
                  image: "%s"
                  path: /opt/venv/lib/python3.13/site-packages/prefect/server/database
                  urlVariable: PREFECT_SERVER_DATABASE_CONNECTION_URL
                  hook: migration_hook:in_worker_thread
                """.formatted(images.project("prefect")));

        upDownAndUpAgain(project, bare, "d4a7e1c93f52", 118, "+asyncpg");
    }

    private void upDownAndUpAgain(Migration project, BareAlembic bare, String head, int revisions, String driver) {
        var reference = project.name() + "-bare";
        stillhouse.postgres().dropDatabase(reference);
        stillhouse.postgres().createDatabase(reference);
        secretWithDriver(project.name(), driver);
        secretWithDriver(reference, driver);
        bare.run(reference, "upgrade", "head");
        var schemaAtHead = schema(reference);
        bare.run(reference, "downgrade", "base");
        var schemaAtBase = schema(reference);

        project.apply().awaitReady();
        assertThat(project.newestRun().getStatus().progress().summary()).isEqualTo(revisions + "/" + revisions);
        assertThat(project.status().revision()).isEqualTo(head);
        assertThat(schema(project.name())).isEqualTo(schemaAtHead);

        project.target("base").awaitReady();
        assertThat(project.newestRun().getStatus().progress().summary()).isEqualTo(revisions + "/" + revisions);
        assertThat(schema(project.name())).isEqualTo(schemaAtBase);

        project.target("head").awaitReady();
        assertThat(project.condition("Ready").orElseThrow().getReason()).isEqualTo(Reason.Upgraded.name());
        assertThat(schema(project.name())).isEqualTo(schemaAtHead);

        project.target("base").awaitReady();
        bare.run(project.name(), "upgrade", "head");
        assertThat(schema(project.name())).isEqualTo(schemaAtHead);
    }

    private String schema(String database) {
        return stillhouse.postgres().schema(database);
    }

    /** A URL that names the driver, where the project insists on one. */
    private void secretWithDriver(String database, String driver) {
        var url = stillhouse.postgres().url(database);
        stillhouse.secret(database, url.replace("postgresql://", "postgresql" + driver + "://"));
    }
}
