package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A MigrationRun that a person has created: with no more in it than what is to be done. */
final class RunByHand {
    private final KubernetesClient client;
    private final String name;

    private RunByHand(KubernetesClient client, String name) {
        this.client = client;
        this.name = name;
    }

    @SuppressWarnings("unchecked")
    static RunByHand create(KubernetesClient client, String migration, String name, String what) {
        var spec = new LinkedHashMap<String, Object>(Serialization.unmarshal(what, Map.class));
        spec.put("migrationRef", Map.of("name", migration));
        var manifest = new GenericKubernetesResource();
        manifest.setApiVersion("stillhouse.dev/v1alpha1");
        manifest.setKind("MigrationRun");
        manifest.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(Migration.NAMESPACE)
                .build());
        manifest.setAdditionalProperty("spec", spec);
        client.resource(manifest).create();
        return new RunByHand(client, name);
    }

    /** Waits until it has succeeded. */
    MigrationRun awaitSuccess() {
        var ended = awaitEnd();
        assertThat(ended.getStatus().phase()).as(ended.getStatus().message()).isEqualTo(RunPhase.Succeeded);
        return ended;
    }

    /** Waits until it has ended, however. */
    MigrationRun awaitEnd() {
        await().atMost(Migration.PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            var status = get().getStatus();
            assertThat(status).as("status of run %s", name).isNotNull();
            assertThat(status.phase()).as("phase of run %s", name).isNotNull();
            assertThat(status.phase().terminal()).isTrue();
        });
        return get();
    }

    private MigrationRun get() {
        return client.resources(MigrationRun.class)
                .inNamespace(Migration.NAMESPACE)
                .withName(name)
                .get();
    }
}
