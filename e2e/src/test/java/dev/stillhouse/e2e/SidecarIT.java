package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A mesh adds a container to the pod of a run that never ends by itself. */
@ExtendWith(TestCluster.class)
class SidecarIT {
    private static final String MESH = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicy
            metadata: {name: stillhouse-test-mesh}
            spec:
              failurePolicy: Fail
              reinvocationPolicy: Never
              matchConstraints:
                resourceRules:
                  - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
              matchConditions:
                - name: of-the-test
                  expression: object.metadata.?labels[?'stillhouse.dev/migration'].orValue('') == 'meshed'
              mutations:
                - patchType: JSONPatch
                  jsonPatch:
                    expression: >-
                      [JSONPatch{op: "add", path: "/spec/containers/-", value: Object.spec.containers{
                      name: "mesh-proxy", image: "%s", imagePullPolicy: "IfNotPresent", command: ["sleep", "3600"],
                      securityContext: Object.spec.containers.securityContext{runAsUser: 999}}}]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: stillhouse-test-mesh}
            spec: {policyName: stillhouse-test-mesh}
            """;

    private final Stillhouse stillhouse;
    private final List<HasMetadata> mesh;

    SidecarIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
        mesh = cluster.client()
                .load(new ByteArrayInputStream(MESH.formatted(images.postgres()).getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    @AfterEach
    void removeTheMesh() {
        stillhouse.client().resourceList(mesh).delete();
    }

    @Test
    void neither_holds_the_run_up_nor_outlives_it() throws InterruptedException {
        var meshed = applied();

        meshed.awaitReady();

        assertItsJobGoes(meshed);
    }

    /** The run had ended, and its Job had not, when the operator went. */
    @Test
    void nor_does_it_outlive_the_operator() throws InterruptedException {
        var meshed = applied();
        meshed.awaitReady();
        assertThat(meshed.job(meshed.newestRun()).get()).isNotNull();

        stillhouse.killOperator();

        assertItsJobGoes(meshed);
    }

    private Migration applied() throws InterruptedException {
        stillhouse.client().resourceList(mesh).forceConflicts().serverSideApply();
        // The API server reads policies anew after a moment.
        TimeUnit.SECONDS.sleep(3);
        return stillhouse.migration("meshed", "tasks").apply();
    }

    private static void assertItsJobGoes(Migration meshed) {
        var run = meshed.newestRun();
        assertThat(run.getStatus().phase()).isEqualTo(RunPhase.Succeeded);
        meshed.job(run).waitUntilCondition(Objects::isNull, 2, TimeUnit.MINUTES);
    }
}
