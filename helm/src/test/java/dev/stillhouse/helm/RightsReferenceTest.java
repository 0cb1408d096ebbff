package dev.stillhouse.helm;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * All rights that the chart gives to anybody, as a page: whoever reviews a change sees what becomes of them. After a change write
 * it anew with {@code mvn test -pl helm -Dreference.update=true}.
 */
class RightsReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "rights.md");

    @Test
    void reference_is_the_generated_one() throws IOException {
        var generated = reference();
        if (Boolean.getBoolean("reference.update")) {
            Files.writeString(REFERENCE, generated);
        }
        assertThat(REFERENCE).content().isEqualTo(generated);
    }

    private static String reference() {
        var everywhere = Chart.render(values -> values.withKubeVersion(Chart.WITH_POLICIES));
        var team = Chart.render(
                values -> values.withKubeVersion(Chart.WITH_POLICIES).set("watchNamespaces[0]", "shop"));
        return """
                # Rights that the chart gives

                Generated from the chart, as Helm renders it for the release `stillhouse` in the namespace `databases`; a test compares
                them, so that a change of rights stands in the difference that is reviewed. A line is a group with a resource, names if
                only they are meant, and verbs. What is bound to nobody is for you to bind; what aggregates is part of the cluster's
                own role of that name.

                ## One release for all namespaces

                %s
                ## A release that watches the namespace `shop`

                %s""".formatted(roles(everywhere), roles(team));
    }

    private static String roles(Rendered rendered) {
        var clusterRoles = rendered.all(ClusterRole.class).stream().map(role -> role(rendered, role, role.getRules()));
        var roles = rendered.all(Role.class).stream().map(role -> role(rendered, role, role.getRules()));
        return Stream.concat(clusterRoles, roles).sorted().collect(joining("\n"));
    }

    private static String role(Rendered rendered, HasMetadata role, List<PolicyRule> rules) {
        var namespace = role.getMetadata().getNamespace();
        return "### %s %s%s\n\n%s\n\n```\n%s\n```\n"
                .formatted(
                        role.getKind(),
                        role.getMetadata().getName(),
                        namespace == null ? "" : " in " + namespace,
                        holders(rendered, role),
                        RbacTest.lines(rules).collect(joining("\n")));
    }

    private static String holders(Rendered rendered, HasMetadata role) {
        var holders = Stream.concat(bound(rendered, role), aggregated(role)).collect(joining(", "));
        return holders.isEmpty() ? "Bound to nobody." : "Held by " + holders + ".";
    }

    private static Stream<String> bound(Rendered rendered, HasMetadata role) {
        var inCluster = rendered.all(ClusterRoleBinding.class).stream()
                .filter(binding -> isOf(role, binding.getRoleRef()))
                .flatMap(binding -> binding.getSubjects().stream());
        var inNamespace = rendered.all(RoleBinding.class).stream()
                .filter(binding -> isOf(role, binding.getRoleRef()))
                .filter(binding -> binding.getMetadata()
                        .getNamespace()
                        .equals(role.getMetadata().getNamespace()))
                .flatMap(binding -> binding.getSubjects().stream());
        return Stream.concat(inCluster, inNamespace).map(RightsReferenceTest::name);
    }

    private static boolean isOf(HasMetadata role, RoleRef reference) {
        return reference.getKind().equals(role.getKind())
                && reference.getName().equals(role.getMetadata().getName());
    }

    private static String name(Subject subject) {
        return "the %s `%s/%s`".formatted(subject.getKind(), subject.getNamespace(), subject.getName());
    }

    private static Stream<String> aggregated(HasMetadata role) {
        return UserRolesTest.aggregations(role).sorted().map("the cluster's role `%s`"::formatted);
    }
}
