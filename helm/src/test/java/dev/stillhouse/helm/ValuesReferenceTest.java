package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The reference of the chart's values is what the schema says. After a change write it anew with
 * {@code mvn test -pl helm -Dreference.update=true}.
 */
class ValuesReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "helm-values.md");

    @Test
    void reference_is_the_generated_one() throws IOException {
        var generated = reference(Values.read());
        if (Boolean.getBoolean("reference.update")) {
            Files.writeString(REFERENCE, generated);
        }
        assertThat(REFERENCE).content().isEqualTo(generated);
    }

    private static String reference(Values values) {
        var text = new StringBuilder("""
                # Values of the Helm chart

                Generated from `helm/stillhouse/values.schema.json` and `values.yaml`; a test compares them.

                | Value | Default | Meaning |
                |---|---|---|
                """);
        values.forEachProperty((path, property) -> {
            if (!path.equals("global")) {
                text.append(row(path, property, values.defaultOf(path)));
            }
        });
        return text.toString();
    }

    private static String row(String path, JsonNode property, JsonNode preset) {
        return "| `%s` | %s | %s |\n"
                .formatted(
                        path,
                        Values.isGroup(property) ? "" : "`" + preset + "`",
                        meaning(property).replace("|", "\\|"));
    }

    private static String meaning(JsonNode property) {
        var description = property.path("description").textValue();
        var choices = property.path("enum");
        return choices.isMissingNode() ? description : description + " One of " + choices(choices) + ".";
    }

    private static String choices(JsonNode choices) {
        return String.join(
                ", ",
                choices.valueStream()
                        .map(choice -> "`" + choice.textValue() + "`")
                        .toList());
    }
}
