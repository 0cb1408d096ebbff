package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** A platform that says which users pods have, as OpenShift does with the ranges of a namespace. */
@Isolated("it changes the release that all share")
@ExtendWith(TestCluster.class)
class PlatformIT {
    private static final String NAMESPACE = "platform";
    private static final long USER = 1000680000L;

    /** Refuses a user that a manifest names, and gives every pod one of the namespace's range. */
    private static final String RANGES = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicy
            metadata: {name: stillhouse-test-ranges}
            spec:
              failurePolicy: Fail
              reinvocationPolicy: Never
              matchConstraints:
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                resourceRules:
                  - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
              mutations:
                - patchType: ApplyConfiguration
                  applyConfiguration:
                    expression: >-
                      Object{spec: Object.spec{securityContext: Object.spec.securityContext{
                      runAsUser: %2$d, fsGroup: %2$d}}}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: stillhouse-test-ranges}
            spec: {policyName: stillhouse-test-ranges}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: stillhouse-test-ranges}
            spec:
              failurePolicy: Fail
              matchConstraints:
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                resourceRules:
                  - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
              validations:
                - expression: >-
                    (object.spec.containers + object.spec.?initContainers.orValue([])).all(c,
                    !has(c.securityContext.runAsUser) && !has(c.securityContext.runAsGroup))
                  message: users are assigned here
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: stillhouse-test-ranges}
            spec: {policyName: stillhouse-test-ranges, validationActions: [Deny]}
            """.formatted(NAMESPACE, USER);

    private final Cluster cluster;
    private final ImageNames images;
    private final Stillhouse stillhouse;
    private final TeamRelease team;
    private final List<HasMetadata> ranges;

    PlatformIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        this.images = images;
        stillhouse = new Stillhouse(cluster, images);
        team = new TeamRelease(cluster, images, NAMESPACE);
        ranges = cluster.client()
                .load(new ByteArrayInputStream(RANGES.getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    @BeforeEach
    void assignUsers() {
        TeamRelease.letWrite(cluster, images, List.of(team));
        team.createNamespace(team.identity());
        stillhouse.client().resourceList(ranges).forceConflicts().serverSideApply();
        team.release().with("runner.securityContext.mode", "PlatformAssigned").apply();
    }

    @AfterEach
    void remove() {
        team.remove();
        stillhouse.client().resourceList(ranges).delete();
        cluster.operator(images).apply();
    }

    @Test
    void runs_are_whoever_the_platform_says() throws InterruptedException {
        var slow = stillhouse
                .migrationIn(NAMESPACE, "assigned", "broken.slow")
                .with(stillhouse.project("broken.slow", "env: [{name: SLOW_SECONDS, value: \"5\"}]"))
                .apply();
        var pods = stillhouse.client().pods().inNamespace(NAMESPACE).withLabel("stillhouse.dev/migration", "assigned");
        pods.waitUntilCondition(Objects::nonNull, Migration.PATIENCE.toMinutes(), TimeUnit.MINUTES);

        assertThat(pods.list().getItems())
                .first()
                .extracting(pod -> pod.getSpec().getSecurityContext().getRunAsUser())
                .isEqualTo(USER);
        slow.awaitReady();
        assertThat(slow.status().revision()).isEqualTo("cabcdc8a32dd");
    }
}
