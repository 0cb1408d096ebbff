package dev.stillhouse.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a Prometheus in the cluster answers. */
public final class Prometheus {
    private final KubernetesClient client;
    private final String api;

    /**
     * @param service its host and port within the namespace, such as {@code prometheus:9090}
     */
    Prometheus(KubernetesClient client, String namespace, String service) {
        this.client = client;
        this.api = "/api/v1/namespaces/%s/services/%s/proxy/api/v1/".formatted(namespace, service);
    }

    /**
     * One series of a result, with its value now.
     *
     * @param value as Prometheus has it, so it may be no number
     */
    public record Sample(Map<String, String> labels, double value) {}

    /**
     * An alert whose expression is true.
     *
     * @param firing whether it has been true for as long as the alert wants, and so is sent
     */
    public record Alert(String name, boolean firing, Map<String, String> labels, Map<String, String> annotations) {
        /** The value of a label, or the empty word. */
        public String label(String label) {
            return labels.getOrDefault(label, "");
        }
    }

    /**
     * What an expression is now.
     *
     * @param promql an instant vector, or a scalar, which is one sample without labels
     * @throws IllegalStateException if Prometheus does not take the expression, or does not answer
     */
    public List<Sample> query(String promql) {
        var data = get("query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8));
        return switch (data.path("resultType").asText()) {
            case "vector" ->
                data.path("result")
                        .valueStream()
                        .map(series -> new Sample(map(series.path("metric")), value(series.path("value"))))
                        .toList();
            case "scalar" -> List.of(new Sample(Map.of(), value(data.path("result"))));
            default -> throw new IllegalStateException("neither a vector nor a scalar: " + promql);
        };
    }

    /** The alerts that fire, or will if nothing changes. */
    public List<Alert> alerts() {
        return get("alerts")
                .path("alerts")
                .valueStream()
                .map(alert -> {
                    var labels = map(alert.path("labels"));
                    return new Alert(
                            labels.getOrDefault("alertname", ""),
                            "firing".equals(alert.path("state").asText()),
                            labels,
                            map(alert.path("annotations")));
                })
                .toList();
    }

    /** The names of all alerts that it knows. */
    public Set<String> rules() {
        return get("rules?type=alert")
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .map(rule -> rule.path("name").asText())
                .collect(Collectors.toSet());
    }

    private JsonNode get(String path) {
        try {
            return Serialization.unmarshal(client.raw(api + path), JsonNode.class)
                    .path("data");
        } catch (KubernetesClientException e) {
            throw new IllegalStateException("no answer from Prometheus to " + path, e);
        }
    }

    /** A pair of a time and a number, which is written as text. */
    private static double value(JsonNode pair) {
        return switch (pair.path(1).asText()) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case String number -> Double.parseDouble(number);
        };
    }

    private static Map<String, String> map(JsonNode object) {
        var map = new TreeMap<String, String>();
        object.properties()
                .forEach(field -> map.put(field.getKey(), field.getValue().asText()));
        return map;
    }
}
