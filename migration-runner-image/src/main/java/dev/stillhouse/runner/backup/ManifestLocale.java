package dev.stillhouse.runner.backup;

import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.postgres.OriginLocale;

/** The part of a manifest that says in which languages the database orders and writes. */
final class ManifestLocale {
    static final String FIELD = "locale";

    private ManifestLocale() {}

    static JsonObject write(OriginLocale locale) {
        return new JsonObject()
                .put("provider", locale.provider())
                .put("name", locale.name())
                .put("rules", locale.rules())
                .put("monetary", locale.monetary())
                .put("collations", locale.collations());
    }

    /** Nothing of a manifest that does not say it. */
    static OriginLocale read(JsonObject origin) throws MalformedJson {
        if (!origin.has(FIELD)) {
            return OriginLocale.UNKNOWN;
        }
        JsonObject locale = origin.object(FIELD);
        return new OriginLocale(
                locale.text("provider"),
                locale.textOrNull("name"),
                locale.textOrNull("rules"),
                locale.textOrNull("monetary"),
                locale.texts("collations"));
    }
}
