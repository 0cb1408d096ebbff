package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class PatchesTest {
    /** What a server-side apply names it owns: the spec and the annotations are not ours. */
    @Test
    void a_status_patch_holds_nothing_else() {
        var migration = aMigration().retryAsked("Monday").remembersRun(3).build();
        var patch = Patches.ofStatus(new DatabaseMigration(), migration, migration.getStatus());
        assertThat(Serialization.asYaml(patch)).isEqualToIgnoringWhitespace("""
                        ---
                        apiVersion: "stillhouse.dev/v1alpha1"
                        kind: "DatabaseMigration"
                        metadata:
                          name: "orders"
                          namespace: "shop"
                        status:
                          lastRun:
                            name: "orders-3"
                            number: 3
                        """);
    }
}
