package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the chart makes of the files with alerts. After a change of them write the stand-alone file anew with
 * {@code mvn test -pl helm -Dreference.update=true}.
 */
class AlertsTest {
    private static final String PLACEHOLDER = "$(";

    private static List<JsonNode> standard() {
        return Alerts.rendered(Chart.render(values ->
                values.set("prometheusRule.enabled", true).set("prometheusRule.operator", "job=\"stillhouse\"")));
    }

    private static JsonNode named(List<JsonNode> rules, String name) {
        return rules.stream()
                .filter(rule -> rule.path("alert").textValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void there_is_none_unless_asked_for() {
        assertThat(Chart.render().all(GenericKubernetesResource.class)).isEmpty();
    }

    @Test
    void each_file_is_the_alert_of_its_name() throws IOException {
        assertThat(standard().stream().map(rule -> rule.path("alert").textValue()))
                .containsExactlyElementsOf(Alerts.names())
                .allMatch(name -> name.startsWith("Stillhouse"));
    }

    @Test
    void each_says_what_a_person_needs() {
        assertThat(standard()).allSatisfy(rule -> {
            var name = rule.path("alert").textValue();
            var annotations = rule.path("annotations");
            assertThat(rule.path("labels").path("severity").textValue()).isIn("critical", "warning", "info");
            assertThat(annotations.path("summary").textValue()).endsWith(".").doesNotContain("{{");
            assertThat(annotations.path("description").textValue()).isNotBlank();
            assertThat(annotations.path("runbook").textValue()).startsWith("docs/runbooks/" + name + ".md ");
            assertThat(annotations.has("runbook_url"))
                    .as("a link to where nobody was told that the pages are")
                    .isFalse();
            assertThat(annotations.has("dashboard_url")).isFalse();
            assertThat(rule.toString()).doesNotContain(PLACEHOLDER);
        });
    }

    /** As after an upgrade with {@code --reuse-values} from a chart that did not have it. */
    @Test
    void a_setting_that_the_values_lack_is_said() {
        assertThatThrownBy(() -> Chart.render(values -> values.set("prometheusRule.enabled", true)
                        .set("prometheusRule.thresholds.operatorAbsentMinutes", "null")))
                .hasMessageContaining("StillhouseOperatorAbsent.yaml has a setting that the values do not name");
    }

    @Test
    void all_values_arrive() {
        var everything = Chart.renderEverything();
        var rules = Alerts.rendered(everything);
        assertThat(everything.custom("PrometheusRule").getMetadata().getLabels())
                .containsEntry("release", "prometheus");
        assertThat(rules).noneMatch(rule -> rule.path("alert").textValue().equals("StillhouseBackupTooOld"));
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.path("annotations").has("runbook")).isFalse();
            assertThat(rule.path("annotations").path("runbook_url").textValue())
                    .startsWith("https://wiki.example.com/runbooks/Stillhouse");
            assertThat(rule.path("annotations").path("dashboard_url").textValue())
                    .startsWith("https://grafana.example.com/d/stillhouse-");
        });
        assertThat(expression(rules, "StillhouseOperatorAbsent"))
                .isEqualTo("absent(up{job=\"databases/operator\"} == 1)");
        assertThat(expression(rules, "StillhouseMigrationNotProgressing")).contains("> 60 * 31");
        assertThat(expression(rules, "StillhouseMigrationAwaitsApprovalTooLong"))
                .contains("> 3600 * 25");
        assertThat(named(rules, "StillhouseMigrationOutcomeUnknown").path("for").textValue())
                .isEqualTo("16m");
        assertThat(expression(rules, "StillhouseMigrationRetries")).contains("> 4");
        assertThat(expression(rules, "StillhouseMigrationSuspendedTooLong")).contains("> 86400 * 8");
        assertThat(expression(rules, "StillhouseBackupNeverVerified")).contains("> 3600 * 26");
        assertThat(expression(rules, "StillhouseQueueStands")).contains("> 60 * 33", "[6m]");
        assertThat(named(rules, "StillhouseOperatorAbsent").path("for").textValue())
                .isEqualTo("7m");
    }

    /** Half a day is a threshold too; what becomes a duration of Prometheus' is a whole number. */
    @Test
    void thresholds_may_be_parts_of_their_unit(@TempDir Path folder) throws IOException {
        var values = Files.writeString(
                folder.resolve("values.yaml"),
                "prometheusRule: {enabled: true, thresholds: {backupAgeDays: 0.5, outcomeUnknownMinutes: 0}}");
        var rules = Alerts.rendered(Chart.render(command -> command.withValuesFile(values)));
        assertThat(expression(rules, "StillhouseBackupTooOld")).contains("> 86400 * 0.5");
        assertThat(named(rules, "StillhouseMigrationOutcomeUnknown").path("for").textValue())
                .isEqualTo("0m");
    }

    private static String expression(List<JsonNode> rules, String name) {
        return named(rules, name).path("expr").textValue().strip();
    }

    @Test
    void the_operator_is_the_target_that_the_service_monitor_gives() {
        var rules = Alerts.rendered(Chart.render(values -> values.set("prometheusRule.enabled", true)));
        assertThat(expression(rules, "StillhouseOperatorAbsent"))
                .isEqualTo("absent(up{job=\"stillhouse\",namespace=\"databases\"} == 1)");
    }

    @Test
    void those_that_can_be_left_out_are_those_that_there_are() throws IOException {
        var names = Values.read()
                .schema()
                .at("/properties/prometheusRule/properties/excludeRules/items/enum")
                .valueStream()
                .map(JsonNode::textValue)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(names).isEqualTo(Alerts.names());
    }

    @Test
    void stand_alone_file_has_the_same() throws IOException {
        var generated = standAlone(standard());
        if (Boolean.getBoolean("reference.update")) {
            Files.writeString(Alerts.STAND_ALONE, generated);
        }
        assertThat(Alerts.STAND_ALONE).content().isEqualTo(generated);
    }

    private static String standAlone(List<JsonNode> rules) throws IOException {
        var mapper = YAMLMapper.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
                .build();
        var file = mapper.createObjectNode();
        var group = file.putArray("groups").addObject().put("name", "stillhouse");
        rules.stream().map(AlertsTest::inOrder).forEach(group.withArray("rules")::add);
        return """
                # Generated from helm/stillhouse/files/alerts with the chart's defaults; a test compares them. For rule_files of a
                # Prometheus without the Prometheus Operator. Its scrape job for the operator has to be called stillhouse, with
                # honor_labels: true.
                """ + mapper.writeValueAsString(file);
    }

    /** Helm has put the fields into the order of the alphabet. */
    private static ObjectNode inOrder(JsonNode rule) {
        var ordered = new ObjectMapper().createObjectNode();
        for (var field : List.of("alert", "expr", "for", "labels", "annotations")) {
            if (rule.has(field)) {
                ordered.set(field, rule.path(field));
            }
        }
        return ordered;
    }

    @Test
    void each_has_its_runbook_and_each_runbook_its_alert() throws IOException {
        var pages = Alerts.stems(Alerts.RUNBOOKS, ".md");
        assertThat(pages.remove("README")).isTrue();
        assertThat(pages).isEqualTo(Alerts.names());
        var index = Files.readString(Alerts.RUNBOOKS.resolve("README.md"));
        for (var rule : standard()) {
            var name = rule.path("alert").textValue();
            assertThat(index)
                    .contains("| [%s](%1$s.md) | %s |"
                            .formatted(
                                    name, rule.path("labels").path("severity").textValue()));
            assertThat(Files.readString(Alerts.RUNBOOKS.resolve(name + ".md")))
                    .startsWith("# " + name + "\n")
                    .contains(rule.path("annotations").path("summary").textValue())
                    .contains("\n## Meaning\n", "\n## Impact\n", "\n## Diagnosis\n", "\n## Mitigation\n");
        }
    }
}
