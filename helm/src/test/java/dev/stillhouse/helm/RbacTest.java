package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RbacTest {
    private final Rendered rendered = Chart.render();

    @Test
    void operator_may_do_this_and_no_more() {
        assertThat(lines(rendered.named(ClusterRole.class, "stillhouse").getRules()))
                .containsExactly(
                        "stillhouse.dev/databasemigrations: get list watch patch",
                        "stillhouse.dev/migrationrequests: get list watch delete",
                        "stillhouse.dev/migrationruns: get list watch create patch delete",
                        "stillhouse.dev/migrationbackups: get list watch create patch delete",
                        "stillhouse.dev/migrationrecords: get create update",
                        "stillhouse.dev/databasemigrations/status: patch",
                        "stillhouse.dev/migrationrequests/status: patch",
                        "stillhouse.dev/migrationruns/status: patch",
                        "stillhouse.dev/migrationbackups/status: patch",
                        "stillhouse.dev/migrationruns/finalizers: update",
                        "batch/jobs: get list watch create delete",
                        "/configmaps: get create",
                        "/pods: get list watch delete",
                        "/pods/log: get",
                        "/events: list create",
                        "coordination.k8s.io/leases: create",
                        "coordination.k8s.io/leases stillhouse-operator: get update");
    }

    @Test
    void operator_holds_its_own_lease_and_no_other() {
        var rules = rendered.only(Role.class).getRules();
        assertThat(lines(rules))
                .containsExactly(
                        "coordination.k8s.io/leases: create",
                        "coordination.k8s.io/leases stillhouse: get update patch");
    }

    @Test
    void nobody_gets_at_secrets_or_at_everything() {
        var rules = Stream.concat(
                        rendered.all(ClusterRole.class).stream().map(ClusterRole::getRules),
                        rendered.all(Role.class).stream().map(Role::getRules))
                .flatMap(List::stream);
        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.getResources()).doesNotContain("secrets", "*", "pods/exec", "pods/attach");
            assertThat(rule.getApiGroups()).doesNotContain("*");
            assertThat(rule.getVerbs()).doesNotContain("*", "escalate", "bind", "impersonate");
            assertThat(rule.getNonResourceURLs()).isEmpty();
        });
    }

    @Test
    void roles_are_bound_to_the_operators_service_account() {
        var everywhere = Chart.render(values -> values.set("serviceAccount.name", "database-migrator"));
        var subjects = Stream.concat(
                everywhere.only(ClusterRoleBinding.class).getSubjects().stream(),
                everywhere.only(RoleBinding.class).getSubjects().stream());
        assertThat(subjects)
                .hasSize(2)
                .containsOnly(new Subject(null, "ServiceAccount", "database-migrator", Chart.NAMESPACE));
    }

    /** Rules as lines: {@code group/resource names: verbs}. */
    static Stream<String> lines(List<PolicyRule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.getApiGroups().stream()
                        .flatMap(group -> rule.getResources().stream()
                                .map(resource -> "%s/%s%s: %s"
                                        .formatted(
                                                group,
                                                resource,
                                                String.join(
                                                        "",
                                                        rule.getResourceNames().stream()
                                                                .map(name -> " " + name)
                                                                .toList()),
                                                String.join(" ", rule.getVerbs())))));
    }
}
