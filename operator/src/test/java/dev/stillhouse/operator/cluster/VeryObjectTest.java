package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.Test;

/** What the API server is asked to check: the mock checks none of it, {@code RevertIT} shows the real one. */
@EnableKubernetesMockClient(crud = true)
class VeryObjectTest {
    KubernetesMockServer server;
    KubernetesClient client;

    private MigrationRun create() {
        return client.resource(aRun(1).build()).create();
    }

    @Test
    void only_the_object_that_was_seen_is_deleted() throws InterruptedException {
        var seen = create();
        VeryObject.delete(client, seen);
        assertThat(server.getLastRequest().getBody().readUtf8())
                .contains("\"preconditions\"")
                .contains("\"resourceVersion\":\"" + seen.getMetadata().getResourceVersion() + "\"");
    }

    @Test
    void an_annotation_is_added_to_those_that_are_there() {
        var seen = create();
        VeryObject.annotate(client, seen, "key", "value");
        VeryObject.annotate(client, seen, "other", "value");
        assertThat(client.resource(seen).get().getMetadata().getAnnotations()).containsKeys("key", "other");
    }
}
