package dev.stillhouse.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What Prometheus is told of a ServiceMonitor, as the Prometheus Operator does. */
class ScrapeJobTest {
    @Test
    void each_field_is_translated() {
        var jobs = ScrapeJob.of(monitor("""
                selector: {matchLabels: {app.kubernetes.io/name: stillhouse}}
                endpoints:
                  - port: http
                    path: /metrics
                    interval: 30s
                    honorLabels: true
                    relabelings:
                      - {action: Replace, sourceLabels: [__meta_kubernetes_pod_node_name], targetLabel: node}
                    metricRelabelings:
                      - {action: drop, sourceLabels: [__name__], regex: jvm_.*}
                """));

        assertThat(jobs).hasSize(1);
        assertThat(jobs.getFirst())
                .containsEntry("job_name", "serviceMonitor/shop/orders/0")
                .containsEntry("honor_labels", true)
                .containsEntry("metrics_path", "/metrics")
                .containsEntry("scrape_interval", "30s")
                .containsEntry(
                        "kubernetes_sd_configs",
                        List.of(Map.of("role", "endpointslice", "namespaces", Map.of("names", List.of("shop")))))
                .containsEntry(
                        "metric_relabel_configs",
                        List.of(Map.of("action", "drop", "source_labels", List.of("__name__"), "regex", "jvm_.*")));
        assertThat(jobs.getFirst().get("relabel_configs"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .startsWith(
                        Map.of(
                                "action",
                                "keep",
                                "source_labels",
                                List.of(
                                        "__meta_kubernetes_service_label_app_kubernetes_io_name",
                                        "__meta_kubernetes_service_labelpresent_app_kubernetes_io_name"),
                                "regex",
                                "(stillhouse);true"),
                        Map.of(
                                "action",
                                "keep",
                                "source_labels",
                                List.of("__meta_kubernetes_endpointslice_port_name"),
                                "regex",
                                "http"))
                .contains(Map.of("source_labels", List.of("__meta_kubernetes_service_name"), "target_label", "job"))
                .endsWith(
                        Map.of("target_label", "endpoint", "replacement", "http"),
                        Map.of(
                                "action",
                                "replace",
                                "source_labels",
                                List.of("__meta_kubernetes_pod_node_name"),
                                "target_label",
                                "node"));
    }

    @Test
    void a_field_that_it_does_not_know_is_not_passed_over() {
        assertThatThrownBy(() -> ScrapeJob.of(monitor("endpoints: [{port: http, scheme: https}]")))
                .hasMessageStartingWith("shop/orders: spec.endpoints.scheme is not translated");
    }

    private static GenericKubernetesResource monitor(String spec) {
        return Serialization.unmarshal("""
                apiVersion: monitoring.coreos.com/v1
                kind: ServiceMonitor
                metadata: {name: orders, namespace: shop}
                spec:
                """ + spec.indent(2), GenericKubernetesResource.class);
    }
}
