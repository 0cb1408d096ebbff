package dev.stillhouse.e2e.cluster;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Prometheus in the cluster, set up as the Prometheus Operator would by the ServiceMonitor and the PrometheusRule of a
 * release: the kinds are there, and what becomes of them is told here. It has a namespace of its own. What it has scraped
 * goes with the pod.
 */
public final class PrometheusServer {
    private static final String NAME = "prometheus";
    private static final String GROUP = "monitoring.coreos.com/v1";
    private static final int PATIENCE_MINUTES = 2;

    private final KubernetesClient client;
    private final String namespace;

    PrometheusServer(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Makes the kinds of the Prometheus Operator known, with no rules for what is in them. */
    public void defineKinds() {
        for (var kind : Manifests.read(client, "monitoring-kinds.yaml", Map.of())) {
            client.resource(kind).serverSideApply();
            client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(kind.getMetadata().getName())
                    .waitUntilCondition(PrometheusServer::isServed, PATIENCE_MINUTES, TimeUnit.MINUTES);
        }
    }

    private static boolean isServed(@Nullable CustomResourceDefinition kind) {
        return kind != null
                && kind.getStatus() != null
                && kind.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /** Starts it for a release whose chart has written both, and waits until it answers. */
    public Prometheus apply(String image, String releaseNamespace, String releaseName) {
        var names = Map.of("MONITORING", namespace, "WATCHED", releaseNamespace, "IMAGE", image);
        client.resourceList(Manifests.read(client, "prometheus.yaml", names)).serverSideApply();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withNamespace(namespace)
                        .endMetadata()
                        .addToData(
                                "prometheus.yml",
                                configuration(ScrapeJob.of(read("ServiceMonitor", releaseNamespace, releaseName))))
                        .addToData("rules.yml", rules(read("PrometheusRule", releaseNamespace, releaseName)))
                        .build())
                .serverSideApply();
        new Rollout(client).await(namespace, NAME);
        return new Prometheus(client, namespace, NAME + ":9090");
    }

    /** Removes it, and the kinds with all that is of them. */
    public void remove() {
        client.namespaces().withName(namespace).delete();
        client.resourceList(Manifests.read(client, "monitoring-kinds.yaml", Map.of()))
                .delete();
        client.namespaces().withName(namespace).waitUntilCondition(Objects::isNull, PATIENCE_MINUTES, TimeUnit.MINUTES);
    }

    private static String configuration(List<Map<String, Object>> jobs) {
        return Serialization.asYaml(Map.of(
                "global", Map.of("evaluation_interval", "1s"),
                "rule_files", List.of("rules.yml"),
                "scrape_configs", jobs));
    }

    private static String rules(GenericKubernetesResource rule) {
        return Serialization.asYaml(rule.get("spec"));
    }

    private GenericKubernetesResource read(String kind, String releaseNamespace, String name) {
        return Objects.requireNonNull(
                client.genericKubernetesResources(GROUP, kind)
                        .inNamespace(releaseNamespace)
                        .withName(name)
                        .get(),
                () -> "the chart has written no %s %s/%s".formatted(kind, releaseNamespace, name));
    }
}
