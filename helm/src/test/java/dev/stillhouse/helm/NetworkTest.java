package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private final Rendered everything = Chart.renderEverything();

    @Test
    void service_monitor_and_network_policy_are_for_those_who_ask() {
        var rendered = Chart.render();
        assertThat(rendered.all(NetworkPolicy.class)).isEmpty();
        assertThat(rendered.all(GenericKubernetesResource.class)).isEmpty();
        assertThat(rendered.only(Service.class).getSpec().getPorts())
                .singleElement()
                .satisfies(port -> {
                    assertThat(port.getName()).isEqualTo("http");
                    assertThat(port.getPort()).isEqualTo(8080);
                });
    }

    @Test
    void nothing_comes_in_but_port_8080() {
        var policy = everything.only(NetworkPolicy.class).getSpec();
        assertThat(policy.getPodSelector())
                .isEqualTo(everything.only(Deployment.class).getSpec().getSelector());
        assertThat(policy.getPolicyTypes()).containsExactly("Ingress");
        assertThat(policy.getIngress()).singleElement().satisfies(rule -> {
            assertThat(rule.getPorts())
                    .singleElement()
                    .satisfies(port -> assertThat(port.getPort()).isEqualTo(new IntOrString(8080)));
            assertThat(rule.getFrom()).hasSize(1);
        });
    }

    @Test
    void service_monitor_finds_the_service() {
        var monitor = everything.custom("ServiceMonitor");
        var service = everything.only(Service.class);
        assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prometheus");
        assertThat(monitor.<String>get("spec", "endpoints", 0, "port"))
                .isEqualTo(service.getSpec().getPorts().getFirst().getName());
        assertThat(monitor.<String>get("spec", "endpoints", 0, "interval")).isEqualTo("15s");
        assertThat(monitor.<Boolean>get("spec", "endpoints", 0, "honorLabels")).isTrue();
        assertThat(service.getMetadata().getLabels())
                .containsAllEntriesOf(monitor.get("spec", "selector", "matchLabels"));
        assertThat(service.getMetadata().getAnnotations()).containsEntry("prometheus.io/scrape", "true");
    }
}
