package dev.stillhouse.runner.url;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl.Form;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what would be lost on the way to one of those who connect: the runner, PostgreSQL's programs, the project. What is
 * written to one of them and dropped by another decides in silence where a migration ends up.
 */
final class Parameters {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,40}");
    private static final String SEARCH_PATH =
            "write options=-csearch_path%3D and the schemas, or begin the URL with jdbc:postgresql:// (currentSchema).";
    private static final Map<String, String> MISTAKEN = Map.of(
            "currentSchema", SEARCH_PATH,
            "schema", SEARCH_PATH,
            "search_path", SEARCH_PATH);

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
        if (url.form() == Form.LIBPQ && DriverParameters.mayKnowMore(url.driver()) && !ofTls) {
            return Optional.empty();
        }
        return Optional.of(unknown(url.form(), name));
    }

    private static @Nullable Rule rule(Form form, String name) {
        if (form == Form.JDBC) {
            return JdbcParameters.RULES.get(name);
        }
        Rule rule = LibpqParameters.RULES.get(name);
        return rule == null ? DriverParameters.RULES.get(name) : rule;
    }

    private static String unknown(Form form, String name) {
        if (!NAME.matcher(name).matches()) {
            // It may be a part of a password that has a question mark.
            return "One has a name that no parameter has: if the password contains ? or &, percent-encode it (? is"
                    + " %3F, & is %26).";
        }
        String mistaken = form == Form.LIBPQ ? MISTAKEN.get(name) : null;
        if (mistaken != null) {
            return name + ": " + mistaken;
        }
        @Nullable String meant = meant(form, name);
        return meant == null
                ? name + ": nobody here knows it. Leave it out, or correct its name."
                : name + ": its name here is " + meant + ".";
    }

    /** What this form calls it: the same without regard to capitals and underscores, or what the other form's name stands for. */
    private static @Nullable String meant(Form form, String name) {
        boolean jdbc = form == Form.JDBC;
        Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        JdbcParameters.IN_LIBPQ.forEach((ours, libpqs) -> names.put(bare(jdbc ? libpqs : ours), jdbc ? ours : libpqs));
        (jdbc ? JdbcParameters.RULES : LibpqParameters.RULES).keySet().forEach(each -> names.put(bare(each), each));
        return names.get(bare(name));
    }

    private static String bare(String name) {
        return name.replace("_", "");
    }

    /** The machine's own authorities vouch for a name; libpq takes them for nothing less than that. */
    private static Optional<String> authorities(DatabaseUrl url) {
        Map<String, String> words = LibpqWords.of(url);
        boolean weaker = "system".equals(words.get("sslrootcert")) && !"verify-full".equals(words.get("sslmode"));
        return weaker
                ? Optional.of("sslrootcert: the machine's own authorities need sslmode=verify-full.")
                : Optional.empty();
    }
}
