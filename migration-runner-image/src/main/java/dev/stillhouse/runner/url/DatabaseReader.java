package dev.stillhouse.runner.url;

import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.runner.model.Result;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the database from the variables of a Job's container: as a URL or by its parts, and what is said of TLS. */
public final class DatabaseReader {
    private DatabaseReader() {}

    public static Result<DatabaseUrl> read(Map<String, String> variables) {
        Result<DatabaseUrl> named = Parts.areIn(variables)
                ? Parts.compose(variables)
                : UrlParser.parse(variables.get(DatabaseVariables.URL));
        return named.then(url -> Tls.protect(url, variables)).then(Parameters::check);
    }

    /** Reads a URL that stands alone. */
    public static Result<DatabaseUrl> read(@Nullable String text) {
        return UrlParser.parse(text).then(Parameters::check);
    }
}
