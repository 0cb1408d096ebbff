package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An operator that is restricted to namespaces. */
class WatchNamespacesTest {
    private final Rendered everywhere = Chart.render();
    private final Rendered restricted = Chart.render(values -> values.set("watchNamespaces[0]", "shop")
            .set("watchNamespaces[1]", "billing")
            .withKubeVersion(Chart.WITH_POLICIES));

    @Test
    void the_operator_has_no_right_outside_them() {
        assertThat(restricted.all(ClusterRoleBinding.class)).isEmpty();
        assertThat(restricted.all(RoleBinding.class))
                .extracting(binding -> binding.getMetadata().getNamespace())
                .containsExactlyInAnyOrder("shop", "billing", Chart.NAMESPACE);
        assertThat(restricted.all(RoleBinding.class))
                .allSatisfy(binding -> assertThat(binding.getSubjects())
                        .containsExactly(new Subject(null, "ServiceAccount", "stillhouse", Chart.NAMESPACE)));
    }

    @Test
    void in_them_it_has_those_that_it_otherwise_has_everywhere() {
        var rules = everywhere.named(ClusterRole.class, "stillhouse").getRules();
        assertThat(restricted.all(Role.class).stream()
                        .filter(role -> role.getMetadata().getName().equals("stillhouse")))
                .hasSize(2)
                .allSatisfy(role -> assertThat(role.getRules()).isEqualTo(rules));
    }

    @Test
    void it_watches_them_and_no_other() {
        assertThat(settings(restricted)).contains(entry("QUARKUS_OPERATOR_SDK_NAMESPACES", "shop,billing"));
        assertThat(settings(everywhere)).doesNotContainKey("QUARKUS_OPERATOR_SDK_NAMESPACES");
    }

    /** Helm lets one release have a name; a namespace may hold several. */
    @Test
    void what_belongs_to_no_namespace_can_be_there_for_several_releases() {
        assertThat(restricted.resources().stream()
                        .filter(resource ->
                                Objects.isNull(resource.getMetadata().getNamespace()))
                        .filter(resource -> !resource.getKind().equals("CustomResourceDefinition"))
                        .map(HasMetadata::getMetadata))
                .isNotEmpty()
                .allSatisfy(meta -> assertThat(meta.getName()).endsWith("." + Chart.NAMESPACE));
    }

    @Test
    void replicas_of_one_release_share_a_lease_and_other_releases_have_their_own() {
        assertThat(settings(everywhere)).contains(entry("POD_LEASE", "stillhouse"));
        var blue = Chart.render(values -> values.set("fullnameOverride", "blue"));
        assertThat(settings(blue)).contains(entry("POD_LEASE", "blue"));
        assertThat(RbacTest.lines(blue.only(Role.class).getRules()))
                .contains("coordination.k8s.io/leases blue: get update patch");
    }

    private static Map<String, String> settings(Rendered rendered) {
        return DeploymentTest.settings(DeploymentTest.operator(rendered.only(Deployment.class)));
    }
}
