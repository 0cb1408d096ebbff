package dev.stillhouse.e2e.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The scrape jobs that the Prometheus Operator makes of a ServiceMonitor, by EndpointSlices. It knows what the chart writes;
 * any other field is an error, so that no setting of the chart is passed over in silence.
 *
 * @see <a href="https://github.com/prometheus-operator/prometheus-operator/tree/main/pkg/prometheus/testdata">What the
 *     Prometheus Operator makes of its own examples</a>
 */
final class ScrapeJob {
    private static final Set<String> SPEC = Set.of("selector", "endpoints");
    private static final Set<String> SELECTOR = Set.of("matchLabels");
    private static final Set<String> ENDPOINT =
            Set.of("port", "path", "interval", "honorLabels", "relabelings", "metricRelabelings");
    /** The fields of a rule, and what Prometheus itself calls them. */
    private static final Map<String, String> RELABELING = Map.of(
            "sourceLabels", "source_labels",
            "targetLabel", "target_label",
            "separator", "separator",
            "regex", "regex",
            "modulus", "modulus",
            "replacement", "replacement",
            "action", "action");

    private static final String META = "__meta_kubernetes_";

    private ScrapeJob() {}

    /** One job for each endpoint of the ServiceMonitor. */
    static List<Map<String, Object>> of(GenericKubernetesResource monitor) {
        var name = monitor.getMetadata().getNamespace() + "/"
                + monitor.getMetadata().getName();
        var spec = known(map(monitor.get("spec")), SPEC, name + ": spec");
        var selector = known(map(spec.getOrDefault("selector", Map.of())), SELECTOR, name + ": spec.selector");
        var jobs = new ArrayList<Map<String, Object>>();
        for (var endpoint : maps(spec.getOrDefault("endpoints", List.of()))) {
            known(endpoint, ENDPOINT, name + ": spec.endpoints");
            var job = new LinkedHashMap<String, Object>();
            job.put("job_name", "serviceMonitor/" + name + "/" + jobs.size());
            job.put("honor_labels", Boolean.TRUE.equals(endpoint.get("honorLabels")));
            job.put("metrics_path", endpoint.getOrDefault("path", "/metrics"));
            if (endpoint.containsKey("interval")) {
                job.put("scrape_interval", endpoint.get("interval"));
            }
            job.put(
                    "kubernetes_sd_configs",
                    List.of(Map.of(
                            "role",
                            "endpointslice",
                            "namespaces",
                            Map.of("names", List.of(monitor.getMetadata().getNamespace())))));
            job.put("relabel_configs", relabelings(map(selector.getOrDefault("matchLabels", Map.of())), endpoint));
            job.put("metric_relabel_configs", own(endpoint, "metricRelabelings"));
            jobs.add(job);
        }
        return jobs;
    }

    private static List<Map<String, Object>> relabelings(Map<String, Object> labels, Map<String, Object> endpoint) {
        var port = String.valueOf(endpoint.get("port"));
        var rules = new ArrayList<Map<String, Object>>();
        new TreeMap<>(labels).forEach((label, value) -> {
            var meta = label.replaceAll("[^a-zA-Z0-9_]", "_");
            rules.add(keep(
                    "(" + value + ");true", META + "service_label_" + meta, META + "service_labelpresent_" + meta));
        });
        rules.add(keep(port, META + "endpointslice_port_name"));
        rules.add(target("node", "Node;(.*)"));
        rules.add(target("pod", "Pod;(.*)"));
        rules.add(label("namespace", META + "namespace"));
        rules.add(label("service", META + "service_name"));
        rules.add(label("pod", META + "pod_name"));
        rules.add(label("container", META + "pod_container_name"));
        rules.add(
                Map.of("action", "drop", "source_labels", List.of(META + "pod_phase"), "regex", "(Failed|Succeeded)"));
        rules.add(label("job", META + "service_name"));
        rules.add(Map.of("target_label", "endpoint", "replacement", port));
        rules.addAll(own(endpoint, "relabelings"));
        return rules;
    }

    private static Map<String, Object> keep(String regex, String... labels) {
        return Map.of("action", "keep", "source_labels", List.of(labels), "regex", regex);
    }

    private static Map<String, Object> label(String target, String source) {
        return Map.of("source_labels", List.of(source), "target_label", target);
    }

    /** What the address is of, whose kind is one of several. */
    private static Map<String, Object> target(String label, String regex) {
        var source = META + "endpointslice_address_target_";
        return Map.of(
                "source_labels",
                List.of(source + "kind", source + "name"),
                "separator",
                ";",
                "regex",
                regex,
                "replacement",
                "${1}",
                "target_label",
                label);
    }

    /** The ServiceMonitor's own rules. */
    private static List<Map<String, Object>> own(Map<String, Object> endpoint, String field) {
        return maps(endpoint.getOrDefault(field, List.of())).stream()
                .map(rule -> {
                    known(rule, RELABELING.keySet(), field);
                    var renamed = new LinkedHashMap<String, Object>();
                    rule.forEach((name, value) -> renamed.put(RELABELING.get(name), value));
                    renamed.computeIfPresent(
                            "action", (name, action) -> String.valueOf(action).toLowerCase(Locale.ROOT));
                    return (Map<String, Object>) renamed;
                })
                .toList();
    }

    private static Map<String, Object> known(Map<String, Object> fields, Set<String> names, String where) {
        for (var field : fields.keySet()) {
            if (!names.contains(field)) {
                throw new IllegalArgumentException(
                        where + "." + field + " is not translated: teach ScrapeJob what Prometheus is told for it");
            }
        }
        return fields;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object fields) {
        return (Map<String, Object>) fields;
    }

    private static List<Map<String, Object>> maps(Object list) {
        return ((List<?>) list).stream().map(ScrapeJob::map).toList();
    }
}
