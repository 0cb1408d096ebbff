package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRequestStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.Map;

/** A MigrationRequest that a person has created, and the run that carries it out. */
final class RequestByHand {
    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    RequestByHand(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    @SuppressWarnings("unchecked")
    static RequestByHand create(KubernetesClient client, String namespace, String migration, String name, String what) {
        var spec = new LinkedHashMap<String, Object>(Serialization.unmarshal(what, Map.class));
        spec.put("migrationRef", Map.of("name", migration));
        var manifest = new GenericKubernetesResource();
        manifest.setApiVersion("stillhouse.dev/v1alpha1");
        manifest.setKind("MigrationRequest");
        manifest.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        manifest.setAdditionalProperty("spec", spec);
        client.resource(manifest).create();
        return new RequestByHand(client, namespace, name);
    }

    /** Waits until its run has succeeded, and returns that. */
    MigrationRun awaitSuccess() {
        var ended = awaitEnd();
        assertThat(ended.getStatus().phase()).as(ended.getStatus().message()).isEqualTo(RunPhase.Succeeded);
        return ended;
    }

    /** Waits until its run has ended, however, and returns that. */
    MigrationRun awaitEnd() {
        var status = awaitAnswer();
        return client.resources(MigrationRun.class)
                .inNamespace(namespace)
                .withName(status.run())
                .get();
    }

    /** Waits until the request has come to its end. */
    MigrationRequestStatus awaitAnswer() {
        await().atMost(Migration.PATIENCE).pollInterval(Migration.LOOKS).untilAsserted(() -> {
            var status = get().getStatus();
            assertThat(status).as("status of request %s", name).isNotNull();
            assertThat(status.phase()).as("phase of request %s", name).isNotNull();
            assertThat(status.phase().terminal()).as(status.message()).isTrue();
        });
        return get().getStatus();
    }

    /** Somebody deletes it, and a tool creates it again. */
    RequestByHand createdAgain() {
        var again = new MigrationRequest();
        again.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        again.setSpec(get().getSpec());
        client.resource(get()).delete();
        client.resource(again).create();
        return this;
    }

    private MigrationRequest get() {
        return client.resources(MigrationRequest.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }
}
