package dev.stillhouse.runner.backup;

import dev.stillhouse.runner.fingerprint.Expressions;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/** The part of a manifest that has the digests of expressions. */
final class ManifestExpressions {
    static final String FIELD = "expressions";

    private ManifestExpressions() {}

    static @Nullable JsonObject write(@Nullable Expressions expressions) {
        return expressions == null
                ? null
                : new JsonObject()
                        .put("shape", expressions.shape())
                        .put("server", expressions.server())
                        .put("digests", expressions.lines());
    }

    /** Nothing of a manifest that does not say it. */
    static @Nullable Expressions read(JsonObject manifest) throws MalformedJson {
        if (!manifest.has(FIELD)) {
            return null;
        }
        JsonObject expressions = manifest.object(FIELD);
        return new Expressions(
                expressions.integer("shape"), expressions.integer("server"), expressions.texts("digests"));
    }
}
