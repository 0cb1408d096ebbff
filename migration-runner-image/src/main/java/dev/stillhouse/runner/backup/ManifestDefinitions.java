package dev.stillhouse.runner.backup;

import dev.stillhouse.runner.fingerprint.Definition;
import dev.stillhouse.runner.fingerprint.Definition.Form;
import dev.stillhouse.runner.fingerprint.Definitions;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The part of a manifest that says how the things in the schema are defined. */
final class ManifestDefinitions {
    static final String FIELD = "definitions";

    private ManifestDefinitions() {}

    static JsonObject write(Definitions definitions) {
        return new JsonObject()
                .put("version", definitions.version())
                .put("serverMajor", definitions.major())
                .put(
                        "all",
                        definitions.all().stream()
                                .map(it -> new JsonObject()
                                        .put("subject", it.subject())
                                        .put("attribute", it.attribute())
                                        .put("form", it.form().name())
                                        .put("value", it.value()))
                                .toList());
    }

    /** None of a manifest that has them not; those of a later version as far as they are known. */
    static Definitions read(JsonObject manifest) throws MalformedJson {
        if (!manifest.has(FIELD)) {
            return Definitions.NONE;
        }
        JsonObject written = manifest.object(FIELD);
        List<Definition> all = new ArrayList<>();
        for (JsonObject it : written.objects("all")) {
            String form = it.text("form");
            if (Stream.of(Form.values()).anyMatch(known -> known.name().equals(form))) {
                all.add(new Definition(
                        it.text("subject"), it.text("attribute"), it.text("value"), Form.valueOf(form), ""));
            }
        }
        return new Definitions(written.integer("version"), written.integer("serverMajor"), all, List.of());
    }
}
