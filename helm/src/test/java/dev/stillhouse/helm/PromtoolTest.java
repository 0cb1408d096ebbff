package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Prometheus itself makes of the alerts and of what dashboards ask. {@code e2e/test} gets its promtool and names it; without that name these tests
 * are for whoever has it on the path.
 */
class PromtoolTest {
    private static final String NAMED = System.getenv("STILLHOUSE_PROMTOOL");

    static Iterable<String> names() throws IOException {
        return Alerts.names();
    }

    @Test
    void rules_are_valid() throws Exception {
        promtool("check", "rules", "--lint=all", "--lint-fatal", Alerts.STAND_ALONE.toString());
    }

    /** As rules, which promtool reads. */
    @Test
    void queries_of_dashboards_are_valid(@TempDir Path folder) throws Exception {
        var mapper = new YAMLMapper();
        var file = mapper.createObjectNode();
        var group = file.putArray("groups").addObject().put("name", "dashboards");
        var rules = group.putArray("rules");
        for (var uid : Dashboards.uids()) {
            Dashboards.queries(Dashboards.read(uid))
                    .forEach(query -> rules.addObject()
                            .put("record", "panel:query" + rules.size())
                            .put("expr", query));
        }
        assertThat(rules).hasSizeGreaterThan(40);
        var written = folder.resolve("queries.yaml");
        mapper.writeValue(written.toFile(), file);
        promtool("check", "rules", written.toString());
    }

    /** The file has panels where promtool has queries. */
    @Test
    void panels_show_what_they_say(@TempDir Path folder) throws Exception {
        var mapper = new YAMLMapper();
        var file = mapper.readTree(Dashboards.TESTS.toFile());
        for (var test : file.findParents("panel")) {
            var query = Dashboards.query(
                    Dashboards.read(test.path("dashboard").textValue()),
                    test.path("panel").textValue());
            ((ObjectNode) test).put("expr", query).remove(List.of("dashboard", "panel"));
        }
        var written = folder.resolve("panels.yaml");
        mapper.writeValue(written.toFile(), file);
        promtool("test", "rules", written.toString());
    }

    @ParameterizedTest
    @MethodSource("names")
    void alert_fires_when_it_should_and_not_otherwise(String name) throws Exception {
        promtool("test", "rules", Alerts.TESTS.resolve(name + ".yaml").toString());
    }

    /** A test that expects nothing would be kept by any rule. */
    @ParameterizedTest
    @MethodSource("names")
    void both_are_tried_of_each(String name) throws IOException {
        var file =
                new YAMLMapper().readTree(Alerts.TESTS.resolve(name + ".yaml").toFile());
        var cases = file.path("tests")
                .valueStream()
                .flatMap(test -> test.path("alert_rule_test").valueStream())
                .toList();
        assertThat(cases)
                .allMatch(test -> test.path("alertname").textValue().equals(name))
                .anyMatch(PromtoolTest::expectsAny)
                .anyMatch(test -> !expectsAny(test));
    }

    private static boolean expectsAny(JsonNode test) {
        return !test.path("exp_alerts").isEmpty();
    }

    private static void promtool(String... arguments) throws IOException, InterruptedException {
        assumeThat(NAMED != null || isOnPath())
                .as("promtool is there (Debian: prometheus)")
                .isTrue();
        var command = new ArrayList<>(List.of(NAMED == null ? "promtool" : NAMED));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static boolean isOnPath() {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Path.of(folder, "promtool").toFile().canExecute());
    }
}
