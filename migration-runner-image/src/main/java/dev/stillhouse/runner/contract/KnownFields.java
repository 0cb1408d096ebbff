package dev.stillhouse.runner.contract;

import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Refuses what nobody here knows: an order of a newer operator that is carried out in part may be one for which somebody
 * relies on the other part, as on writers that wait.
 */
final class KnownFields {
    private KnownFields() {}

    /** The same object, whose fields are all of the record's. */
    static JsonObject only(JsonObject object, Class<? extends Record> type) throws MalformedJson {
        for (String name : object.fields().keySet()) {
            if (Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getName)
                    .noneMatch(name::equals)) {
                throw new MalformedJson("it has the field \"" + name + "\", which this runner does not know");
            }
        }
        return object;
    }
}
