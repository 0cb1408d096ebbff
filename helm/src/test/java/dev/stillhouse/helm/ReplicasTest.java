package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;

class ReplicasTest {
    @Test
    void one_is_the_default_and_never_keeps_a_node_from_being_drained() {
        var rendered = Chart.render();
        var deployment = rendered.only(Deployment.class).getSpec();
        assertThat(deployment.getReplicas()).isEqualTo(1);
        assertThat(deployment.getTemplate().getSpec().getAffinity()).isNull();
        assertThat(rendered.all(PodDisruptionBudget.class)).isEmpty();
    }

    @Test
    void several_prefer_different_nodes_and_go_one_by_one() {
        var rendered = Chart.render(values -> values.set("replicas", 2));
        var deployment = rendered.only(Deployment.class).getSpec();
        assertThat(deployment.getReplicas()).isEqualTo(2);
        assertThat(deployment
                        .getTemplate()
                        .getSpec()
                        .getAffinity()
                        .getPodAntiAffinity()
                        .getPreferredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(preference -> {
                    var term = preference.getPodAffinityTerm();
                    assertThat(term.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
                    assertThat(term.getLabelSelector()).isEqualTo(deployment.getSelector());
                });
        var budget = rendered.only(PodDisruptionBudget.class).getSpec();
        assertThat(budget.getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(budget.getSelector()).isEqualTo(deployment.getSelector());
    }
}
