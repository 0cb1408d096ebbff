package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.report.BackupState;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The MigrationBackups that were taken for one DatabaseMigration, whether it is still there or not. */
final class Backups {
    private final KubernetesClient client;
    private final String namespace;
    private final String migration;

    Backups(KubernetesClient client, String namespace, String migration) {
        this.client = client;
        this.namespace = namespace;
        this.migration = migration;
    }

    /** The oldest first. */
    List<MigrationBackup> list() {
        return client.resources(MigrationBackup.class).inNamespace(namespace).list().getItems().stream()
                .filter(backup -> Objects.equals(backup.getSpec().migrationRef().name(), migration))
                .sorted(Comparator.comparing(
                                (MigrationBackup backup) -> backup.getMetadata().getCreationTimestamp())
                        .thenComparing(backup -> backup.getMetadata().getName()))
                .toList();
    }

    /** Waits until there is one, and until the newest is in a state. */
    MigrationBackup await(BackupState state) {
        return await(backup -> assertThat(backup.getStatus().state()).isEqualTo(state));
    }

    /** Waits until there is one that has a status, and until an assertion about the newest holds. */
    MigrationBackup await(Consumer<MigrationBackup> assertion) {
        var seen = new AtomicReference<MigrationBackup>();
        awaitAll(backups -> {
            assertThat(backups).as("backups of %s", migration).isNotEmpty();
            assertThat(backups.getLast().getStatus()).isNotNull();
            assertion.accept(backups.getLast());
            seen.set(backups.getLast());
        });
        return seen.get();
    }

    /** Waits until an assertion about all of them holds. */
    void awaitAll(Consumer<List<MigrationBackup>> assertion) {
        org.awaitility.Awaitility.await()
                .atMost(Migration.PATIENCE)
                .pollInterval(Migration.LOOKS)
                .untilAsserted(() -> assertion.accept(list()));
    }

    /** With its files. */
    void delete(MigrationBackup backup) {
        client.resource(backup).edit(current -> {
            current.getMetadata()
                    .getAnnotations()
                    .put("stillhouse.dev/delete-files", current.getMetadata().getUid());
            return current;
        });
    }

    /** Deletes them without their files: the place of an earlier test may be gone. */
    void forget() {
        list().forEach(backup -> client.resource(backup).delete());
    }
}
