package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards: how they come into the cluster, what is chosen on them, and what leads to them. */
class DashboardsTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
    private static final Pattern IN_URL = Pattern.compile("[?&](?:var-(\\w+)=|\\$\\{(\\w+):queryparam})");

    static Iterable<String> uids() throws IOException {
        return Dashboards.uids();
    }

    private static List<ConfigMap> configMaps(Rendered rendered) {
        return rendered.all(ConfigMap.class).stream()
                .filter(map -> map.getMetadata().getName().contains("-dashboard-"))
                .toList();
    }

    @Test
    void there_is_none_unless_asked_for() {
        assertThat(configMaps(Chart.render())).isEmpty();
    }

    @Test
    void sidecar_finds_each_and_reads_the_file_as_it_is() throws IOException {
        var maps = configMaps(Chart.render(values -> values.set("dashboards.enabled", true)));
        assertThat(maps).hasSameSizeAs(Dashboards.uids());
        for (var map : maps) {
            assertThat(map.getMetadata().getNamespace()).isEqualTo(Chart.NAMESPACE);
            assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
            assertThat(map.getMetadata().getAnnotations()).isNullOrEmpty();
            var entry = map.getData().entrySet().iterator().next();
            var uid = entry.getKey().replace(".json", "");
            assertThat(new ObjectMapper().readTree(entry.getValue())).isEqualTo(Dashboards.read(uid));
        }
    }

    @Test
    void all_values_arrive() {
        assertThat(configMaps(Chart.renderEverything())).hasSize(2).allSatisfy(map -> {
            assertThat(map.getMetadata().getName()).startsWith("stillhouse-blue-dashboard-");
            assertThat(map.getMetadata().getNamespace()).isEqualTo("monitoring");
            assertThat(map.getMetadata().getLabels())
                    .containsEntry("grafana_dashboard", "stillhouse")
                    .containsEntry("example.com/team", "databases");
            assertThat(map.getMetadata().getAnnotations())
                    .containsEntry("example.com/owner", "platform")
                    .containsEntry("grafana_folder", "Databases");
        });
    }

    @ParameterizedTest
    @MethodSource("uids")
    void file_can_be_imported_by_hand(String uid) throws IOException {
        var dashboard = Dashboards.read(uid);
        assertThat(dashboard.path("uid").textValue()).isEqualTo(uid);
        assertThat(dashboard.path("id").isMissingNode() || dashboard.path("id").isNull())
                .as("a number is of one Grafana")
                .isTrue();
        assertThat(dashboard.findValues("datasource").stream()
                        .filter(JsonNode::isObject)
                        .map(source -> source.path("uid").textValue()))
                .isNotEmpty()
                .containsOnly("${datasource}");
    }

    @ParameterizedTest
    @MethodSource("uids")
    void each_variable_is_declared(String uid) throws IOException {
        var dashboard = Dashboards.read(uid);
        assertThat(texts(dashboard)
                        .flatMap(text -> VARIABLE.matcher(text).results())
                        .map(match -> match.group(1))
                        .filter(name -> !name.startsWith("__"))
                        .collect(Collectors.toSet()))
                .isEqualTo(Dashboards.variables(dashboard).collect(Collectors.toSet()));
    }

    /** All text in it, at whatever depth. */
    private static Stream<String> texts(JsonNode node) {
        return node.isTextual()
                ? Stream.of(node.textValue())
                : node.valueStream().flatMap(DashboardsTest::texts);
    }

    @Test
    void what_leads_to_a_dashboard_says_what_is_to_be_shown() throws IOException {
        var links = new TreeSet<String>();
        for (var uid : Dashboards.uids()) {
            texts(Dashboards.read(uid)).filter(text -> text.startsWith("/d/")).forEach(links::add);
        }
        assertThat(links).hasSize(2);
        for (var link : links) {
            assertThat(given(link)).as(link).contains("datasource", "namespace");
            assertLeadsToDashboard(link);
        }
    }

    @Test
    void alerts_lead_to_dashboards() throws IOException {
        var rules = Alerts.rendered(Chart.render(values -> values.set("prometheusRule.enabled", true)
                .set("prometheusRule.grafanaUrl", "https://grafana.example.com")));
        for (var rule : rules) {
            var url = rule.at("/annotations/dashboard_url").textValue();
            assertThat(url).startsWith("https://grafana.example.com/d/");
            assertLeadsToDashboard(url.substring("https://grafana.example.com".length()));
        }
    }

    /** All that is chosen on a dashboard of one database has to be said, and nothing that no dashboard asks for. */
    private static void assertLeadsToDashboard(String link) throws IOException {
        var uid = Arrays.stream(link.split("[/?]")).skip(2).findFirst().orElseThrow();
        assertThat(Dashboards.uids()).contains(uid);
        var variables = Dashboards.variables(Dashboards.read(uid)).collect(Collectors.toSet());
        assertThat(variables).as(link).containsAll(given(link));
        variables.removeAll(Set.of("datasource"));
        if (variables.contains("migration")) {
            assertThat(given(link)).as(link).containsAll(variables);
        }
    }

    private static Set<String> given(String link) {
        return IN_URL.matcher(link).results().map(DashboardsTest::name).collect(Collectors.toSet());
    }

    private static String name(MatchResult match) {
        return match.group(1) == null ? match.group(2) : match.group(1);
    }
}
