package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask for what, with the cluster's own roles and with those of the chart. */
@ExtendWith(TestCluster.class)
class RequestRightsIT {
    private final KubernetesClient admin;

    RequestRightsIT(Cluster cluster, ImageNames images) {
        admin = new Stillhouse(cluster, images).client();
    }

    @ParameterizedTest
    @CsvSource({
        "edit, Observe",
        "edit, Backup",
        "edit, Verify",
        "edit, Upgrade",
        "admin, Downgrade",
        "admin, Stamp",
        "admin, Restore",
        "stillhouse-request, Backup",
        "stillhouse-upgrade, Upgrade",
        "stillhouse-downgrade, Downgrade",
        "stillhouse-stamp, Stamp",
        "stillhouse-restore, Restore",
    })
    void who_has_the_role_may_ask(String role, String operation) {
        try (var person = People.with(admin, "with-" + role, role)) {
            assertThatCode(() -> ask(person, operation)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "edit, Downgrade, downgrade",
        "edit, Stamp, stamp",
        "edit, Restore, restore",
        "stillhouse-request, Upgrade, upgrade",
        "stillhouse-restore, Downgrade, downgrade",
    })
    void who_has_not_is_told_what_is_missing(String role, String operation, String verb) {
        try (var person = People.with(admin, "with-" + role, role)) {
            assertThatThrownBy(() -> ask(person, operation))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(
                            "to ask for the operation %s you need the verb %s on migrationrequests.stillhouse.dev",
                            operation, verb);
        }
    }

    @ParameterizedTest
    @CsvSource({"view", "stillhouse-view"})
    void who_may_only_see_may_ask_for_nothing(String role) {
        try (var person = People.with(admin, "with-" + role, role)) {
            assertThatThrownBy(() -> ask(person, "Observe")).hasMessageContaining("cannot create resource");
        }
    }

    private static void ask(KubernetesClient person, String operation) {
        var what = switch (operation) {
            case "Downgrade", "Stamp" -> "target: base";
            case "Restore" -> "restore: {backup: orders-1, confirm: orders}";
            case "Verify" -> "verify: {backup: orders-1}";
            default -> "";
        };
        People.tryToCreate(person, """
                apiVersion: stillhouse.dev/v1alpha1
                kind: MigrationRequest
                metadata: {generateName: orders-}
                spec:
                  migrationRef: {name: orders}
                  operation: %s
                  %s
                """.formatted(operation, what));
    }
}
