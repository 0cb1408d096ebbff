package dev.stillhouse.runner.url;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl.Form;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what would be lost on the way to one of those who connect: the runner, PostgreSQL's programs, the project. What is
 * written to one of them and dropped by another decides in silence where a migration ends up.
 */
final class Parameters {
    static final String SEARCH_PATH =
            "write options=-csearch_path%3D and the schemas, or begin the URL with jdbc:postgresql:// (currentSchema).";
    static final Map<String, String> MISTAKEN = Map.of(
            "currentSchema", SEARCH_PATH,
            "search_path", SEARCH_PATH);

    /** What a function in Python can have as the name of an argument, by its custom. */
    private static final Pattern ARGUMENT = Pattern.compile("[a-z][a-z0-9_]*");

    private Parameters() {}

    /** The same database, if all who connect understand its parameters or can do without. */
    static Result<DatabaseUrl> check(DatabaseUrl url) {
        List<String> objections = Stream.concat(
                        url.parameters().entrySet().stream()
                                .flatMap(each -> objection(url, each.getKey(), each.getValue()).stream()),
                        authorities(url).stream())
                .toList();
        return objections.isEmpty()
                ? Result.ok(url)
                : Result.failed(
                        Reason.InvalidUrl,
                        "The URL of the database has parameters that do not mean the same to all who connect by it. "
                                + String.join(" ", objections));
    }

    private static Optional<String> objection(DatabaseUrl url, String name, String value) {
        @Nullable Rule rule = rule(url.form(), name);
        if (rule != null) {
            return rule.objection(value).map(advice -> name + ": " + advice);
        }
        boolean ofTls = name.startsWith("ssl");
        boolean mayBeTheDrivers = url.form() == Form.LIBPQ
                && DriverParameters.mayKnowMore(url.driver())
                && ARGUMENT.matcher(name).matches()
                && !value.isEmpty();
        if (mayBeTheDrivers && !ofTls) {
            return Optional.empty();
        }
        return Optional.of(unknown(url, name));
    }

    static @Nullable Rule rule(Form form, String name) {
        if (form == Form.JDBC) {
            return first(name, JdbcParameters.RULES, OtherTools.IN_JDBC_URLS);
        }
        return first(name, LibpqParameters.RULES, DriverParameters.RULES, OtherTools.IN_PLAIN_URLS);
    }

    @SafeVarargs
    private static @Nullable Rule first(String name, Map<String, Rule>... tables) {
        return Stream.of(tables)
                .filter(table -> table.containsKey(name))
                .map(table -> table.get(name))
                .findFirst()
                .orElse(null);
    }

    private static String unknown(DatabaseUrl url, String name) {
        if (!Names.canBeTold(name)) {
            int place = List.copyOf(url.parameters().keySet()).indexOf(name) + 1;
            return "Number " + place + " of them (besides user, password, host, port and database) is one "
                    + Names.HIDDEN + ": nobody here knows it. Leave it out, or correct it.";
        }
        String mistaken = url.form() == Form.LIBPQ ? MISTAKEN.get(name) : null;
        if (mistaken != null) {
            return name + ": " + mistaken;
        }
        @Nullable String meant = Names.meant(url.form(), name);
        return meant == null
                ? name + ": nobody here knows it. Leave it out, or correct its name."
                : name + ": its name here is " + meant + ".";
    }

    /** The machine's own authorities vouch for a name; libpq takes them for nothing less than that. */
    private static Optional<String> authorities(DatabaseUrl url) {
        Map<String, String> words = LibpqWords.of(url);
        boolean weaker = "system".equals(words.get("sslrootcert")) && !"verify-full".equals(words.get("sslmode"));
        String written = url.parameters().containsKey("sslfactory") ? "sslfactory" : "sslrootcert";
        return weaker
                ? Optional.of(written + ": the machine's own authorities need sslmode=verify-full.")
                : Optional.empty();
    }
}
