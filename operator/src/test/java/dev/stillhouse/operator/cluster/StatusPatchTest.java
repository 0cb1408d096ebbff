package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The answers are those of an API server of 1.36. */
@EnableKubernetesMockClient(crud = true)
class StatusPatchTest {
    KubernetesClient client;

    private MigrationRun create() {
        var run = aRun(1).build();
        run.getMetadata().setUid(null);
        return client.resource(run).create();
    }

    private static MigrationRunStatus ended() {
        return aRun(1).failed(Reason.StatementFailed).build().getStatus();
    }

    @Test
    void writes_the_status_and_nothing_else() {
        var seen = create();
        client.resource(seen).edit(run -> {
            run.getMetadata().setAnnotations(Map.of("somebody", "else"));
            return run;
        });

        var written = new StatusPatch<>(client, seen, ended()).apply();

        assertThat(written.getStatus()).isEqualTo(ended());
        assertThat(written.getSpec()).isEqualTo(seen.getSpec());
        assertThat(written.getMetadata().getAnnotations()).containsEntry("somebody", "else");
    }

    /** A GitOps tool has deleted it and created it again. */
    @Test
    void what_was_true_of_one_object_is_not_written_to_another_one_of_its_name() {
        var seen = create();
        client.resource(seen).delete();
        var another = create();
        var patch = new StatusPatch<>(client, seen, ended());

        assertThatThrownBy(patch::apply).isInstanceOf(KubernetesClientException.class);

        assertThat(client.resource(another).get().getStatus()).isNull();
        assertThat(patch.isTooLate(new KubernetesClientException("rejected", 422, null)))
                .isTrue();
    }

    @Test
    void that_it_is_gone_is_no_trouble_and_a_refusal_is() {
        var seen = create();
        var patch = new StatusPatch<>(client, seen, ended());
        assertThat(patch.isTooLate(new KubernetesClientException("status.phase: Unsupported value", 422, null)))
                .isFalse();
        assertThat(patch.isTooLate(new KubernetesClientException("etcd is slow", 500, null)))
                .isFalse();
        assertThat(patch.isTooLate(new KubernetesClientException("not found", 404, null)))
                .isTrue();
    }
}
