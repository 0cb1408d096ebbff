package dev.stillhouse.runner.backup;

import dev.stillhouse.runner.contents.Identity;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a manifest that says by what the database and its tables are known. */
final class ManifestIdentity {
    static final String FIELD = "identity";

    private ManifestIdentity() {}

    static @Nullable JsonObject write(@Nullable Identity identity) {
        return identity == null
                ? null
                : new JsonObject()
                        .put("database", identity.database())
                        .put("timeline", identity.timeline())
                        .put(
                                "tables",
                                identity.tables().entrySet().stream()
                                        .sorted(Map.Entry.comparingByKey(QualifiedName.ORDER))
                                        .map(table -> new JsonObject()
                                                .put("schema", table.getKey().schema())
                                                .put("name", table.getKey().name())
                                                .put("id", table.getValue()))
                                        .toList());
    }

    /** Nothing of a manifest that does not say it. */
    static @Nullable Identity read(JsonObject manifest) throws MalformedJson {
        if (!manifest.has(FIELD)) {
            return null;
        }
        JsonObject identity = manifest.object(FIELD);
        Map<QualifiedName, String> tables = new HashMap<>();
        for (JsonObject table : identity.objects("tables")) {
            tables.put(new QualifiedName(table.text("schema"), table.text("name")), table.text("id"));
        }
        return new Identity(identity.number("database"), identity.textOrNull("timeline"), tables);
    }
}
