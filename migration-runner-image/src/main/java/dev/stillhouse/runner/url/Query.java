package dev.stillhouse.runner.url;

import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl.Form;
import dev.stillhouse.runner.url.Rule.Fate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What follows a URL's question mark. A plus sign is a blank to SQLAlchemy and to pgjdbc, and a plus sign to libpq; in a plain
 * {@code postgresql://}, which is for all of them, it is refused, but for what does not matter.
 */
final class Query {
    /** SQLAlchemy repeats {@code host=} for several servers; libpq separates them by commas. */
    private static final Set<String> REPEATABLE = Set.of("host", "port");

    private static final Pattern HOST_AFTERWARDS = Pattern.compile("@[^&]*/");

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    static Result<Query> parse(Form form, @Nullable String driver, String text) {
        if (form == Form.LIBPQ && driver == null && plusMatters(text)) {
            return UrlParser.invalid("uses a + after its question mark, which is a blank to SQLAlchemy and a plus sign"
                    + " to PostgreSQL's programs: write %20 for a blank, %2B for a plus sign.");
        }
        if (form == Form.LIBPQ && HOST_AFTERWARDS.matcher(text).find()) {
            return UrlParser.invalid("has an @ and a slash after its question mark, so it cannot be told where the"
                    + " password ends. Encode them there (%40, %2F) if they belong to a parameter.");
        }
        Map<String, String> values = new LinkedHashMap<>();
        int number = 0;
        for (String pair : text.split("&", -1)) {
            number++;
            int equals = pair.indexOf('=');
            String name = Percent.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : Percent.decodeQuery(pair.substring(equals + 1));
            if (name.isEmpty() && value.isEmpty()) {
                continue;
            }
            if (equals < 0 && form == Form.LIBPQ) {
                return UrlParser.invalid("lacks the = and a value after " + named(name, number) + ".");
            }
            if (value.isEmpty() && form == Form.LIBPQ && Names.canBeTold(name)) {
                // To libpq as to SQLAlchemy it is as if it were not there. What is no name may be half a password.
                continue;
            }
            @Nullable String before = values.get(name);
            if (before != null && !before.equals(value) && !REPEATABLE.contains(name)) {
                return UrlParser.invalid(
                        "says twice, and differently, what " + named(name, number) + " is: leave one out.");
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

    /** Whether there is a plus sign in anything whose value somebody reads. */
    private static boolean plusMatters(String text) {
        return Stream.of(text.split("&", -1))
                .filter(pair -> pair.indexOf('+') >= 0)
                .anyMatch(pair -> {
                    @Nullable Rule rule = Parameters.rule(Form.LIBPQ, pair.replaceFirst("=.*", ""));
                    return rule == null || rule.fate() != Fate.NO_MATTER || rule.values() != null;
                });
    }

    private static String named(String name, int number) {
        return Names.canBeTold(name)
                ? "the parameter " + name
                : "parameter number " + number + " after its question mark, " + Names.HIDDEN;
    }
}
