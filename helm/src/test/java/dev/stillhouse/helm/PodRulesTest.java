package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PodRulesTest {
    private static Rendered render(UnaryOperator<TemplateCommand> values) {
        return Chart.render(command -> values.apply(command.withKubeVersion("v1.36.3")));
    }

    private static List<String> expressions(UnaryOperator<TemplateCommand> values) {
        return render(values)
                .named(ValidatingAdmissionPolicy.class, "stillhouse-pods")
                .getSpec()
                .getValidations()
                .stream()
                .map(Validation::getExpression)
                .toList();
    }

    @Test
    void manifests_are_judged_when_they_are_applied() {
        var rendered = render(defaults -> defaults);
        var binding = rendered.named(ValidatingAdmissionPolicyBinding.class, "stillhouse-pods");
        assertThat(binding.getSpec().getPolicyName())
                .isEqualTo(rendered.named(ValidatingAdmissionPolicy.class, "stillhouse-pods")
                        .getMetadata()
                        .getName());
        assertThat(binding.getSpec().getValidationActions()).containsExactly("Deny");
        assertThat(expressions(defaults -> defaults))
                .hasSize(7)
                .anyMatch(rule -> rule.contains("in [\"default\"]"))
                .anyMatch(rule -> rule.contains("in [\"\"]"))
                .anyMatch(rule -> rule.contains("privileged"));
    }

    @Test
    void names_that_are_allowed_are_in_the_rule() {
        assertThat(expressions(defaults -> defaults.set("runner.podRules.serviceAccounts[0]", "migrations")))
                .anyMatch(rule -> rule.contains("in [\"default\",\"migrations\"]"));
    }

    @Test
    void what_is_lifted_is_not_judged() {
        assertThat(expressions(defaults -> defaults.set("runner.podRules.level", "Unrestricted")))
                .hasSize(2);
        assertThat(expressions(defaults -> defaults.set("runner.podRules.priorityClasses[0]", "*")))
                .noneMatch(rule -> rule.contains("priorityClassName"));
    }

    @Test
    void without_the_policy_the_operator_enforces_alone() {
        assertThat(render(defaults -> defaults.set("runner.podRules.admissionPolicy", false))
                        .all(ValidatingAdmissionPolicy.class))
                .extracting(policy -> policy.getMetadata().getName())
                .doesNotContain("stillhouse-pods");
        assertThat(Chart.render().all(ValidatingAdmissionPolicy.class))
                .as("Kubernetes 1.29 has none")
                .isEmpty();
    }
}
