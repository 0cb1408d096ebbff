package dev.stillhouse.runner.backup;

import dev.stillhouse.runner.fingerprint.Circumstance;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;

/** The part of a manifest that says what was so of the database beside its contents. */
final class ManifestCircumstances {
    static final String FIELD = "circumstances";

    private ManifestCircumstances() {}

    static List<JsonObject> write(List<Circumstance> circumstances) {
        return circumstances.stream()
                .map(it -> new JsonObject()
                        .put("kind", it.kind().name())
                        .put("subject", it.subject())
                        .put("role", it.role())
                        .put("facts", it.facts()))
                .toList();
    }

    /** None of a manifest that has them not: a backup is not to be lost for that. */
    static List<Circumstance> read(JsonObject manifest) throws MalformedJson {
        List<Circumstance> circumstances = new ArrayList<>();
        if (manifest.has(FIELD)) {
            for (JsonObject it : manifest.objects(FIELD)) {
                circumstances.add(new Circumstance(
                        it.constant("kind", Circumstance.Kind.class),
                        it.text("subject"),
                        it.text("role"),
                        it.texts("facts")));
            }
        }
        return circumstances;
    }
}
