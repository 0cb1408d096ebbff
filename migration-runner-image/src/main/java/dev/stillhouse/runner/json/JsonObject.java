package dev.stillhouse.runner.json;

import dev.stillhouse.report.Constants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object, to build or to take apart. Fields that nobody asks for are ignored; null is the same as absent. */
public final class JsonObject {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    /**
     * Sets a field.
     *
     * @param value text, number, boolean, {@link JsonObject}, or a list of these; null leaves the field out
     */
    public JsonObject put(String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    /** The fields in the order in which they stand; not to be changed. */
    public Map<String, Object> fields() {
        return fields;
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    public String text(String name) throws MalformedJson {
        return required(name, textOrNull(name));
    }

    public @Nullable String textOrNull(String name) throws MalformedJson {
        return value(name, String.class);
    }

    public long number(String name) throws MalformedJson {
        return required(name, value(name, Number.class)).longValue();
    }

    public int integer(String name) throws MalformedJson {
        return (int) number(name);
    }

    public @Nullable Integer integerOrNull(String name) throws MalformedJson {
        return has(name) ? Integer.valueOf(integer(name)) : null;
    }

    public boolean flag(String name) throws MalformedJson {
        return required(name, value(name, Boolean.class));
    }

    public @Nullable Boolean flagOrNull(String name) throws MalformedJson {
        return value(name, Boolean.class);
    }

    public JsonObject object(String name) throws MalformedJson {
        return required(name, value(name, JsonObject.class));
    }

    public List<String> texts(String name) throws MalformedJson {
        return list(name, String.class);
    }

    public List<JsonObject> objects(String name) throws MalformedJson {
        return list(name, JsonObject.class);
    }

    /** The constant of that name; the one that stands for unknown ones is none. */
    public <E extends Enum<E>> E constant(String name, Class<E> type) throws MalformedJson {
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text) && !Constants.UNKNOWN.equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw new MalformedJson("\"" + name + "\" has the unknown value \"" + text + "\"");
    }

    private <T> List<T> list(String name, Class<T> type) throws MalformedJson {
        List<T> list = new ArrayList<>();
        for (Object element : required(name, value(name, List.class))) {
            if (!type.isInstance(element)) {
                throw new MalformedJson("\"" + name + "\" has an element of another type");
            }
            list.add(type.cast(element));
        }
        return list;
    }

    private <T> @Nullable T value(String name, Class<T> type) throws MalformedJson {
        Object value = fields.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new MalformedJson("\"" + name + "\" is of another type");
        }
        return type.cast(value);
    }

    private static <T> T required(String name, @Nullable T value) throws MalformedJson {
        if (value == null) {
            throw new MalformedJson("\"" + name + "\" is missing");
        }
        return value;
    }
}
