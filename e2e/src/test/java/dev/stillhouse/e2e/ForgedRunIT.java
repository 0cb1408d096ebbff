package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A MigrationRun is written by the operator alone; people stop one, and delete one that has ended. */
@ExtendWith(TestCluster.class)
class ForgedRunIT {
    private static final String BY_THE_OPERATOR_ALONE = "written by the operator alone";

    private final Stillhouse stillhouse;
    private final KubernetesClient admin;

    ForgedRunIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
        admin = stillhouse.client();
    }

    @Test
    void a_run_that_is_copied_is_refused_whoever_asks() {
        var run = finishedRun("copied");
        run.getMetadata().setName("copied-99");
        run.getMetadata().setResourceVersion(null);
        run.getMetadata().setUid(null);
        run.setStatus(null);
        var copy = Serialization.asYaml(run);

        assertThatThrownBy(() -> People.tryToCreate(admin, copy)).hasMessageContaining(BY_THE_OPERATOR_ALONE);
        try (var person = People.with(admin, "editor", "edit")) {
            assertThatThrownBy(() -> People.tryToCreate(person, copy)).hasMessageContaining("cannot create resource");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"metadata\": {\"labels\": {\"stillhouse.dev/migration\": \"other\"}}}",
                "{\"metadata\": {\"ownerReferences\": null}}",
                "{\"metadata\": {\"finalizers\": [\"example.com/mine\"]}}",
                "{\"metadata\": {\"annotations\": {\"stillhouse.dev/something\": \"else\"}}}",
            })
    void a_run_is_not_changed(String patch) {
        var run = finishedRun("unchanged");
        try (var person = People.with(admin, "editor", "edit")) {
            assertThatThrownBy(() -> patch(person, run, patch)).isInstanceOf(KubernetesClientException.class);
        }
    }

    @Test
    void people_stop_a_run_and_leave_notes_of_their_own() {
        var run = finishedRun("noted");
        try (var person = People.with(admin, "editor", "edit")) {
            var noted = patch(
                    person,
                    run,
                    "{\"metadata\": {\"annotations\": {\"stillhouse.dev/cancel\": \"x\", \"example.com/note\": \"y\"}}}");
            assertThat(noted.getMetadata().getAnnotations()).containsKeys("stillhouse.dev/cancel", "example.com/note");
        }
    }

    @Test
    void nobody_else_says_how_a_run_or_a_database_stands() {
        var run = finishedRun("standing");
        assertThatThrownBy(() -> admin.resource(run).editStatus(current -> {
                    current.setStatus(null);
                    return current;
                }))
                .hasMessageContaining(BY_THE_OPERATOR_ALONE);
    }

    @Test
    void a_run_that_is_at_work_is_cancelled_before_it_is_deleted() {
        var slow = stillhouse
                .migration("undeletable", "broken.slow")
                .with(stillhouse.project("broken.slow", "env: [{name: SLOW_SECONDS, value: \"60\"}]"))
                .apply();
        var run = slow.awaitRun(current -> {
            assertThat(current.getStatus()).isNotNull();
            assertThat(current.getStatus().phase()).isEqualTo(RunPhase.Running);
        });

        assertThatThrownBy(() -> admin.resource(run).delete()).hasMessageContaining("cancel it first");

        patch(admin, run, "{\"metadata\": {\"annotations\": {\"stillhouse.dev/cancel\": \"please\"}}}");
        slow.awaitRun(
                current -> assertThat(current.getStatus().phase().terminal()).isTrue());
        assertThat(admin.resource(run).delete()).isNotEmpty();
    }

    private MigrationRun finishedRun(String name) {
        var tasks = stillhouse.migration(name, "tasks").apply().awaitReady();
        return tasks.newestRun();
    }

    private static MigrationRun patch(KubernetesClient client, MigrationRun run, String patch) {
        return client.resource(run).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }
}
