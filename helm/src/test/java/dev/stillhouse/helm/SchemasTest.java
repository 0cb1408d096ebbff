package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the chart renders, and what the documentation shows, has the fields that Kubernetes has, and no others. {@code e2e/test}
 * names a Python with the schemas; without that name these tests are left out.
 */
class SchemasTest {
    private static final String PYTHON = System.getenv("STILLHOUSE_SCHEMAS_PYTHON");
    private static final Path VALIDATOR = Path.of("src", "test", "python", "validate_manifests.py");
    private static final Path DEFINITIONS = Path.of("..", "crds", "manifests");
    private static final Path CUSTOMIZATIONS =
            Chart.FOLDER.resolve(Path.of("files", "argo-cd", "resource_customizations"));
    private static final Path WRITTEN = Path.of("target", "schemas");
    private static final String NEWEST = "1.37";

    private static final Pattern BLOCK = Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Map<String, UnaryOperator<TemplateCommand>> VALUES = Map.of(
            "defaults", values -> values,
            "everything", values -> values.withValuesFile(Chart.EVERYTHING),
            "team", values -> values.set("watchNamespaces[0]", "shop").set("networkPolicy.enabled", true));

    /** The chart renders two things: without admission policies, and with them, from 1.30 on. */
    @ParameterizedTest
    @ValueSource(strings = {"1.29", "1.30,1.31,1.32,1.33,1.34,1.35,1.36," + NEWEST})
    void chart_renders_what_each_version_knows(String versions) throws Exception {
        var first = versions.substring(0, 4);
        var files = new ArrayList<Path>();
        for (var values : VALUES.entrySet()) {
            var text =
                    Chart.manifests(command -> values.getValue().apply(command).withKubeVersion("v" + first + ".0"));
            files.add(write(first + "-" + values.getKey(), text));
        }
        validate(versions, files);
    }

    @Test
    void documentation_shows_what_can_be_applied() throws Exception {
        var pages = new ArrayList<Path>(List.of(Path.of("..", "README.md")));
        pages.addAll(filesBelow(Path.of("..", "docs"), ".md"));
        var files = new ArrayList<Path>();
        for (var page : pages) {
            var manifests = BLOCK.matcher(Files.readString(page))
                    .results()
                    .map(block -> block.group(1))
                    .filter(block -> block.startsWith("apiVersion:"))
                    .toList();
            for (int i = 0; i < manifests.size(); i++) {
                files.add(write(page.getFileName() + "-" + i, manifests.get(i)));
            }
        }
        assertThat(files).hasSizeGreaterThan(3);
        validate(NEWEST, files);
    }

    @Test
    void objects_that_scripts_for_argo_cd_are_tried_with_could_be_real() throws Exception {
        validate(
                NEWEST,
                filesBelow(CUSTOMIZATIONS, ".yaml").stream()
                        .filter(file -> file.getParent().endsWith("testdata"))
                        .toList());
    }

    private static List<Path> filesBelow(Path folder, String end) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private static Path write(String name, String manifests) throws IOException {
        Files.createDirectories(WRITTEN);
        return Files.writeString(WRITTEN.resolve(name + ".yaml"), manifests);
    }

    private static void validate(String versions, List<Path> files) throws IOException, InterruptedException {
        assumeThat(PYTHON).as("STILLHOUSE_SCHEMAS_PYTHON").isNotNull();
        var command = new ArrayList<>(List.of(PYTHON, VALIDATOR.toString(), DEFINITIONS.toString(), versions));
        files.forEach(file -> command.add(file.toString()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }
}
