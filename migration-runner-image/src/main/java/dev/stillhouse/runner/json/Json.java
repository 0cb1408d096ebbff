package dev.stillhouse.runner.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON objects, compact and on one line. */
public final class Json {
    /** The tree of a parsed SQL expression is deeper than any text that people write. */
    private static final int NESTING_LIMIT = 1000;

    private Json() {}

    public static JsonObject parse(String text) throws MalformedJson {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(NESTING_LIMIT);
        try {
            if (reader.peek() != JsonToken.BEGIN_OBJECT) {
                throw new MalformedJson("it is not a JSON object");
            }
            JsonObject object = object(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedJson("something follows the JSON object");
            }
            return object;
        } catch (EOFException e) {
            throw new MalformedJson("it is cut off at " + reader.getPath());
        } catch (MalformedJsonException e) {
            throw new MalformedJson("it is not JSON at " + reader.getPath());
        } catch (NumberFormatException e) {
            throw new MalformedJson("there is no whole number at " + reader.getPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject object(JsonReader reader) throws IOException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            object.put(reader.nextName(), value(reader));
        }
        reader.endObject();
        return object;
    }

    private static @Nullable Object value(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(reader);
            case BEGIN_ARRAY -> array(reader);
            case NUMBER -> reader.nextLong();
            case BOOLEAN -> reader.nextBoolean();
            case NULL -> {
                reader.nextNull();
                yield null;
            }
            default -> reader.nextString();
        };
    }

    private static List<Object> array(JsonReader reader) throws IOException {
        List<Object> values = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            Object value = value(reader);
            if (value != null) {
                values.add(value);
            }
        }
        reader.endArray();
        return values;
    }

    public static String write(JsonObject object) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = new JsonWriter(text)) {
            write(writer, object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** In UTF-8. Half a surrogate pair, which Python's surrogateescape can produce, becomes "?". */
    public static byte[] bytes(JsonObject object) {
        return write(object).getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonWriter writer, Object value) throws IOException {
        if (value instanceof JsonObject object) {
            writer.beginObject();
            for (Map.Entry<String, Object> field : object.fields().entrySet()) {
                writer.name(field.getKey());
                write(writer, field.getValue());
            }
            writer.endObject();
        } else if (value instanceof List<?> list) {
            writer.beginArray();
            for (Object element : list) {
                write(writer, element);
            }
            writer.endArray();
        } else if (value instanceof Number number) {
            writer.value(number.longValue());
        } else if (value instanceof Boolean flag) {
            writer.value(flag.booleanValue());
        } else {
            writer.value(value.toString());
        }
    }
}
