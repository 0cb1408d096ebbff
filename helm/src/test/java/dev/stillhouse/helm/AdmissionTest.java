package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Who may write what only the operator writes, and who may ask for what. The rules are tried in the end-to-end tests. */
class AdmissionTest {
    private static final String OPERATOR = "system:serviceaccount:databases:stillhouse";

    private static Rendered render(UnaryOperator<TemplateCommand> values) {
        return Chart.render(command -> values.apply(command.withKubeVersion(Chart.WITH_POLICIES)));
    }

    @Test
    void each_policy_is_bound_and_denies() {
        var rendered = render(values -> values);
        assertThat(rendered.all(ValidatingAdmissionPolicy.class))
                .extracting(policy -> policy.getMetadata().getName())
                .containsExactlyInAnyOrder(
                        "stillhouse-runs", "stillhouse-statuses", "stillhouse-requests", "stillhouse-pods");
        assertThat(rendered.all(ValidatingAdmissionPolicyBinding.class))
                .hasSize(4)
                .allSatisfy(binding -> {
                    assertThat(binding.getSpec().getPolicyName())
                            .isEqualTo(binding.getMetadata().getName());
                    assertThat(binding.getSpec().getValidationActions()).containsExactly("Deny");
                    assertThat(binding.getSpec().getMatchResources()).isNull();
                });
        assertThat(rendered.all(ValidatingAdmissionPolicy.class))
                .allSatisfy(policy ->
                        assertThat(policy.getSpec().getFailurePolicy()).isEqualTo("Fail"));
    }

    @Test
    void the_operator_is_known_by_its_service_account() {
        var rendered = render(
                values -> values.set("admissionPolicies.operators[0]", "system:serviceaccount:team-a:stillhouse"));
        var operators =
                "request.userInfo.username in [\"%s\",\"system:serviceaccount:team-a:stillhouse\"]".formatted(OPERATOR);
        assertThat(rendered.named(ValidatingAdmissionPolicy.class, "stillhouse-runs")
                        .getSpec()
                        .getMatchConditions())
                .extracting(MatchCondition::getExpression)
                .contains("!(" + operators + ")");
        assertThat(rendered.named(ValidatingAdmissionPolicy.class, "stillhouse-statuses")
                        .getSpec()
                        .getValidations())
                .singleElement()
                .satisfies(validation -> assertThat(validation.getExpression()).isEqualTo(operators));
    }

    /** So that the policies of two releases do not refuse each other's operator. */
    @Test
    void those_of_a_restricted_operator_hold_in_its_namespaces() {
        var rendered = render(values -> values.set("watchNamespaces[0]", "shop"));
        assertThat(rendered.all(ValidatingAdmissionPolicyBinding.class))
                .hasSize(4)
                .allSatisfy(binding -> assertThat(binding.getSpec()
                                .getMatchResources()
                                .getNamespaceSelector()
                                .getMatchExpressions())
                        .singleElement()
                        .satisfies(expression -> {
                            assertThat(expression.getKey()).isEqualTo("kubernetes.io/metadata.name");
                            assertThat(expression.getValues()).containsExactly("shop");
                        }));
    }

    @Test
    void there_are_none_where_kubernetes_has_them_not_or_nobody_wants_them() {
        assertThat(policies(Chart.render())).isZero();
        assertThat(policies(render(values -> values.set("admissionPolicies.enabled", false))))
                .isZero();
        assertThat(policies(Chart.render(values -> values.withKubeVersion("v1.31.5-eks-8cce635"))))
                .isEqualTo(8);
    }

    private static long policies(Rendered rendered) {
        return rendered.resources().stream()
                .map(HasMetadata::getKind)
                .filter(kind -> kind.startsWith("ValidatingAdmissionPolicy"))
                .count();
    }
}
