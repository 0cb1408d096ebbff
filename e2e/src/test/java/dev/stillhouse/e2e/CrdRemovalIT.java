package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.e2e.cluster.Claim;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.BackupState;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Whatever is removed together with MigrationBackups is gone at once, and leaves the files where they are. */
@Isolated("it removes a kind")
@ExtendWith(TestCluster.class)
class CrdRemovalIT {
    private static final String CRD = "migrationbackups.stillhouse.dev";
    private static final String NAMESPACE = "removal";

    private final Cluster cluster;
    private final ImageNames images;
    private final Stillhouse stillhouse;
    private final KubernetesClient client;

    CrdRemovalIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        this.images = images;
        this.stillhouse = new Stillhouse(cluster, images);
        this.client = cluster.client();
    }

    private MigrationBackup taken(String name, Claim claim) {
        var customers = stillhouse
                .customers(name)
                .with("backup: {verify: Digest, storage: {persistentVolumeClaim: {claimName: %s}}}"
                        .formatted(claim.name()));
        customers.target("91b7e3d5f02c").awaitReady();
        customers.ask(name + "-by-hand", "operation: Backup").awaitSuccess();
        return customers.backups().await(BackupState.Stored);
    }

    @Test
    void without_the_kind_its_files_are_still_there() {
        var claim = stillhouse.claim("backups");
        var backup = taken("removed", claim);
        try {
            client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(CRD)
                    .delete();
            await().atMost(Migration.PATIENCE)
                    .until(() -> client.apiextensions()
                                    .v1()
                                    .customResourceDefinitions()
                                    .withName(CRD)
                                    .get()
                            == null);
        } finally {
            cluster.operator(images).apply();
            // It watched a kind that went and came.
            stillhouse.killOperator();
        }
        assertThat(claim.files(backup.getSpec().location())).contains("./manifest.json");

        var again = new MigrationBackup();
        again.setMetadata(new ObjectMetaBuilder()
                .withName(backup.getMetadata().getName())
                .withNamespace(backup.getMetadata().getNamespace())
                .build());
        again.setSpec(backup.getSpec());
        await().atMost(Migration.PATIENCE).until(() -> client.resource(again).create() != null);
        stillhouse
                .manifest("removed", "removed", "tasks")
                .backups()
                .awaitAll(all -> assertThat(all)
                        .singleElement()
                        .satisfies(one ->
                                assertThat(one.getStatus().state()).isIn(BackupState.Stored, BackupState.Unknown)));
    }

    @Test
    void a_namespace_with_backups_goes_at_once() {
        stillhouse.namespace(NAMESPACE);
        var copy = new MigrationBackup();
        copy.setMetadata(new ObjectMetaBuilder()
                .withName("orders-4-1a2b3c4d")
                .withNamespace(NAMESPACE)
                .build());
        copy.setSpec(taken("left", stillhouse.claim("backups")).getSpec());
        client.resource(copy).create();
        await().atMost(Migration.PATIENCE)
                .untilAsserted(() -> assertThat(
                                Objects.requireNonNull(client.resource(copy).get())
                                        .getStatus()
                                        .state())
                        .as("whose run is in another namespace")
                        .isEqualTo(BackupState.Unknown));

        client.namespaces().withName(NAMESPACE).delete();

        await().atMost(Migration.PATIENCE)
                .until(() -> client.namespaces().withName(NAMESPACE).get() == null);
    }
}
