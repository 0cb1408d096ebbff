package dev.stillhouse.runner.url;

import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.runner.model.Result;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the database from the variables of a Job's container: as a URL or by its parts, and what is said of TLS and of
 * passwords that are made anew.
 */
public final class DatabaseReader {
    private DatabaseReader() {}

    public static Result<DatabaseUrl> read(Map<String, String> variables) {
        Result<DatabaseUrl> named = Parts.areIn(variables)
                ? Parts.compose(variables)
                : UrlParser.parse(variables.get(DatabaseVariables.URL));
        return named.then(url -> Tls.protect(url, variables))
                .then(Parameters::check)
                .then(url -> Auths.demand(url, variables));
    }

    /**
     * Reads a URL, of which nothing is said besides but how the user proves who it is.
     *
     * @param variables those of {@link dev.stillhouse.report.DatabaseVariables#AUTH}, and what a cloud says of its regions
     */
    public static Result<DatabaseUrl> read(@Nullable String text, Map<String, String> variables) {
        return UrlParser.parse(text).then(Parameters::check).then(url -> Auths.demand(url, variables));
    }
}
