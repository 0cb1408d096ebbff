package dev.stillhouse.runner.url;

import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl.Form;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What follows a URL's question mark. A plus sign is a blank to SQLAlchemy and to pgjdbc, and a plus sign to libpq; in a plain
 * {@code postgresql://}, which is for all of them, it is refused.
 */
final class Query {
    /** SQLAlchemy repeats {@code host=} for several servers; libpq separates them by commas. */
    private static final Set<String> REPEATABLE = Set.of("host", "port");

    private static final Pattern HOST_AFTERWARDS = Pattern.compile("@[^&]*/");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,40}");

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    static Result<Query> parse(Form form, @Nullable String driver, String text) {
        if (form == Form.LIBPQ && driver == null && text.indexOf('+') >= 0) {
            return UrlParser.invalid("uses a + after its question mark, which is a blank to SQLAlchemy and a plus sign"
                    + " to PostgreSQL's programs: write %20 for a blank, %2B for a plus sign.");
        }
        if (form == Form.LIBPQ && HOST_AFTERWARDS.matcher(text).find()) {
            return UrlParser.invalid("has an @ and a slash after its question mark, so it cannot be told where the"
                    + " password ends. Encode them there (%40, %2F) if they belong to a parameter.");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = Percent.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : Percent.decodeQuery(pair.substring(equals + 1));
            if (name.isEmpty() && value.isEmpty()) {
                continue;
            }
            if (equals < 0 && form == Form.LIBPQ) {
                return UrlParser.invalid("lacks the = and a value after " + named(name) + ".");
            }
            if (equals >= 0 && value.isEmpty()) {
                // To libpq as to SQLAlchemy it is as if it were not there.
                continue;
            }
            @Nullable String before = values.get(name);
            if (before != null && !before.equals(value) && !REPEATABLE.contains(name)) {
                return UrlParser.invalid("says twice, and differently, what " + named(name) + " is: leave one out.");
            }
            values.put(name, before == null || !REPEATABLE.contains(name) ? value : before + "," + value);
        }
        return Result.ok(new Query(values));
    }

    /** Takes a value out, which is empty where there is none. */
    String take(String name) {
        String value = values.remove(name);
        return value == null ? "" : value;
    }

    /** Takes a value out that can also stand in front of the question mark; nothing if the two are different. */
    Optional<String> take(String name, String inFront) {
        String value = take(name);
        if (value.isEmpty() || value.equals(inFront)) {
            return Optional.of(inFront);
        }
        return inFront.isEmpty() ? Optional.of(value) : Optional.empty();
    }

    /** The rest, in its order. */
    Map<String, String> rest() {
        return values;
    }

    /** A name that can be told; another one may be a part of a password that has a question mark. */
    private static String named(String name) {
        return NAME.matcher(name).matches() ? "the parameter " + name : "a parameter";
    }
}
