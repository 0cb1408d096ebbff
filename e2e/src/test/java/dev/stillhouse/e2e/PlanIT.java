package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person reads the whole plan before it is approved. */
@ExtendWith(TestCluster.class)
class PlanIT {
    private static final Path DOCUMENTATION = Path.of("../docs/how-to/first-migration.md");

    private final Cluster cluster;
    private final Stillhouse stillhouse;

    PlanIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        stillhouse = new Stillhouse(cluster, images);
    }

    @Test
    void is_read_with_the_command_of_the_documentation() throws IOException {
        var tasks = stillhouse.migration("plan", "tasks");
        tasks.apply().awaitReady();
        tasks.with("downgrade: RequireApproval")
                .target("bcf43d752afb")
                .awaitCondition("AwaitingApproval", Reason.ApprovalRequired);
        var run = tasks.newestRun();
        removePods(run.getMetadata().getName());

        assertThat(cluster.shell(documented().replace("dbm/orders", "dbm/plan")))
                .startsWith("-- Database plan on PostgreSQL ")
                .contains("-- Plan " + run.getStatus().plan().digest() + "\n")
                .containsSubsequence(
                        "-- Step 1 of 3: cabcdc8a32dd (make task status an enum), ",
                        "cabcdc8a32dd_make_task_status_an_enum.py\n",
                        "-- NOT RENDERED: Revision cabcdc8a32dd (",
                        "-- Step 2 of 3: d50b690de6f9 (add tags), ",
                        "DROP TABLE task_tags;\n\nDROP TABLE tags;\n",
                        "-- Step 3 of 3: 290121dd82a4 (insert the first tasks), ",
                        "DELETE FROM tasks WHERE ");
        assertThat(plans(run.getMetadata().getName())).hasSize(1);

        tasks.removeTraces();
        await().atMost(Migration.PATIENCE)
                .until(() -> plans(run.getMetadata().getName()).isEmpty());
    }

    @Test
    void tells_no_literals_where_the_manifest_says_so() throws IOException {
        var tasks = stillhouse.migration("redacted", "tasks").with("plan: {keep: Redacted}");
        tasks.apply().awaitReady();
        tasks.with("downgrade: RequireApproval")
                .target("bcf43d752afb")
                .awaitCondition("AwaitingApproval", Reason.ApprovalRequired);

        assertThat(cluster.shell(documented().replace("dbm/orders", "dbm/redacted")))
                .contains("DROP TABLE tags;", "DELETE FROM tasks WHERE ", "'…'")
                .doesNotContain("Write the handbook");
        tasks.delete();
    }

    /** The code block that unpacks a plan. */
    private static String documented() throws IOException {
        return Files.readString(DOCUMENTATION)
                .lines()
                .dropWhile(line -> !line.startsWith("run="))
                .takeWhile(line -> !line.startsWith("```"))
                .reduce("", (script, line) -> script + line + "\n");
    }

    private void removePods(String run) {
        var pods = stillhouse.client().pods().inNamespace(Migration.NAMESPACE).withLabel("stillhouse.dev/run", run);
        pods.delete();
        await().atMost(Migration.PATIENCE).until(() -> pods.list().getItems().isEmpty());
    }

    private List<ConfigMap> plans(String run) {
        return stillhouse
                .client()
                .configMaps()
                .inNamespace(Migration.NAMESPACE)
                .withLabel("stillhouse.dev/run", run)
                .list()
                .getItems();
    }
}
