package dev.stillhouse.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;

/** The chart's values: their defaults from values.yaml, their meaning from values.schema.json. */
record Values(JsonNode defaults, JsonNode schema) {
    static final Path YAML = Chart.FOLDER.resolve("values.yaml");
    private static final Path SCHEMA = Chart.FOLDER.resolve("values.schema.json");

    static Values read() throws IOException {
        return new Values(new YAMLMapper().readTree(YAML.toFile()), new ObjectMapper().readTree(SCHEMA.toFile()));
    }

    /** Visits each property of the schema, groups before what is in them, with its path such as {@code image.tag}. */
    void forEachProperty(BiConsumer<String, JsonNode> visitor) {
        visit("", schema, visitor);
    }

    /** The default of a property; a missing node if values.yaml has it not. */
    JsonNode defaultOf(String path) {
        return defaults.at("/" + path.replace('.', '/'));
    }

    static boolean isGroup(JsonNode property) {
        return property.has("properties");
    }

    private static void visit(String prefix, JsonNode group, BiConsumer<String, JsonNode> visitor) {
        for (Map.Entry<String, JsonNode> property : group.path("properties").properties()) {
            visitor.accept(prefix + property.getKey(), property.getValue());
            visit(prefix + property.getKey() + ".", property.getValue(), visitor);
        }
    }
}
