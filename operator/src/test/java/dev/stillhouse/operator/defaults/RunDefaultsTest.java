package dev.stillhouse.operator.defaults;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.BackupSpec;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.ExecutionSpec;
import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RehearsalMode;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunDefaultsTest {
    private static final RunDefaults DEFAULTS = RunDefaults.parse("""
            backup:
              when: Always
              verify: Digest
              storage: {persistentVolumeClaim: {claimName: backups, path: all}}
              retention: {count: 3, age: 720h}
            execution:
              lockTimeout: 3s
              retries: 1
              podTemplate:
                labels: {team: platform, tier: batch}
                imagePullSecrets: [{name: mirror}]
                tolerations: [{key: batch, operator: Exists}]
                runner: {resources: {requests: {cpu: 100m}, limits: {memory: 2Gi}}}
            rehearsal: Schema
            """);

    private static DatabaseMigration manifest(String... lines) {
        return Serialization.unmarshal("""
                metadata: {namespace: shop, name: orders, generation: 7}
                spec:
                  database: {urlFrom: {secretKeyRef: {name: orders, key: url}}}
                  project: {image: "shop/orders:1", path: /app}
                """ + String.join("\n", lines).indent(2), DatabaseMigration.class);
    }

    private static ExecutionSpec execution(String... lines) {
        return DEFAULTS.applyTo(manifest(lines)).getSpec().executionOrDefault();
    }

    private static BackupSpec backup(String... lines) {
        return DEFAULTS.applyTo(manifest(lines)).getSpec().backupOrDefault();
    }

    private static PodTemplate podTemplate(String... lines) {
        var template = execution(lines).podTemplate();
        assertThat(template).isNotNull();
        return java.util.Objects.requireNonNull(template);
    }

    @Test
    void what_a_manifest_leaves_out_is_what_the_defaults_say() {
        assertThat(execution().lockTimeout()).isEqualTo("3s");
        assertThat(execution().retriesOrDefault()).isEqualTo(1);
        assertThat(backup().whenOrDefault()).isEqualTo(BackupPolicy.Always);
        assertThat(backup().verifyOrDefault()).isEqualTo(BackupVerification.Digest);
        assertThat(backup().storage()).isNotNull();
        assertThat(backup().retentionOrDefault()).isEqualTo(new BackupSpec.Retention(3, "720h"));
        assertThat(podTemplate().imagePullSecrets()).containsExactly(new LocalObjectReference("mirror"));
    }

    @Test
    void what_neither_says_is_the_operators_own_default() {
        assertThat(execution().statementTimeout()).isEqualTo("0s");
        assertThat(execution().deadline()).isEqualTo("1h");
        assertThat(backup().jobsOrDefault()).isEqualTo(2);
    }

    @Test
    void what_a_manifest_says_wins_field_by_field() {
        assertThat(execution("execution: {lockTimeout: 20s}").lockTimeout()).isEqualTo("20s");
        assertThat(execution("execution: {lockTimeout: 20s}").retriesOrDefault())
                .isEqualTo(1);
        assertThat(backup("backup: {when: Never}").whenOrDefault()).isEqualTo(BackupPolicy.Never);
        assertThat(backup("backup: {when: Never}").verifyOrDefault()).isEqualTo(BackupVerification.Digest);
        assertThat(backup("backup: {retention: {count: 9}}").retentionOrDefault())
                .isEqualTo(new BackupSpec.Retention(9, "720h"));
    }

    @Test
    void whether_to_rehearse_can_be_said_for_all() {
        assertThat(DEFAULTS.applyTo(manifest()).getSpec().rehearsalOrDefault()).isEqualTo(RehearsalMode.Schema);
        assertThat(DEFAULTS.applyTo(manifest("rehearsal: Never")).getSpec().rehearsalOrDefault())
                .isEqualTo(RehearsalMode.Never);
        assertThat(manifest().getSpec().rehearsalOrDefault()).isEqualTo(RehearsalMode.Never);
    }

    /** Half a claim and half a bucket would be neither. */
    @Test
    void a_storage_is_taken_whole() {
        var storage = backup("backup: {storage: {s3: {bucket: orders}}}").storage();
        assertThat(storage).isNotNull();
        assertThat(storage.persistentVolumeClaim()).isNull();
        var claim = backup("backup: {storage: {persistentVolumeClaim: {claimName: own}}}")
                .storage()
                .persistentVolumeClaim();
        assertThat(claim.path()).isNull();
    }

    @Test
    void a_pod_template_is_merged_by_key_and_its_lists_are_taken_whole() {
        var template = podTemplate(
                "execution:",
                "  podTemplate:",
                "    labels: {tier: web}",
                "    imagePullSecrets: []",
                "    tolerations: [{key: mine, operator: Exists}]",
                "    runner: {resources: {limits: {memory: 4Gi}}}");
        assertThat(template.labels()).isEqualTo(Map.of("team", "platform", "tier", "web"));
        assertThat(template.imagePullSecrets()).isEmpty();
        assertThat(template.tolerations())
                .singleElement()
                .satisfies(toleration -> assertThat(toleration.getKey()).isEqualTo("mine"));
        assertThat(template.runner().resources().getLimits()).containsEntry("memory", new Quantity("4Gi"));
        assertThat(template.runner().resources().getRequests()).containsEntry("cpu", new Quantity("100m"));
    }

    @Test
    void nothing_else_of_a_manifest_changes() {
        var migration = aMigration().target("b2").build();
        var effective = DEFAULTS.applyTo(migration);
        assertThat(effective.getMetadata()).isEqualTo(migration.getMetadata());
        assertThat(effective.getStatus()).isEqualTo(migration.getStatus());
        assertThat(effective.getSpec().database()).isEqualTo(migration.getSpec().database());
        assertThat(effective.getSpec().project()).isEqualTo(migration.getSpec().project());
        assertThat(effective.getSpec().targetsOrDefault()).containsExactly("b2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "# nothing", "backup: {}"})
    void without_defaults_a_manifest_is_what_it_says(String none) {
        var migration = manifest("execution: {lockTimeout: 20s}");
        assertThat(RunDefaults.parse(none).applyTo(migration).getSpec().execution())
                .isEqualTo(migration.getSpec().execution());
    }
}
