package dev.stillhouse.runner.command;

import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.PassFile;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseReader;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database, and in which role. */
final class UrlOptions {
    private static final List<String> VARIABLES = List.of("STILLHOUSE_DATABASE_URL", "DATABASE_URL");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The database: postgresql://, postgresql+driver:// or jdbc:postgresql://. Default: the variable"
                            + " STILLHOUSE_DATABASE_URL, then DATABASE_URL; prefer those, as other users of the machine can read"
                            + " a command line.")
    @Nullable
    String url;

    @Option(
            names = "--auth",
            paramLabel = "HOW",
            description =
                    "How the user of a URL without a password proves who it is: aws-iam, with a token of AWS for RDS"
                            + " and Aurora, made anew for each connection. AWS's credentials are found as its own tools find them:"
                            + " in variables, in a profile, by the role of a pod or a machine.")
    @Nullable
    String auth;

    @Option(
            names = "--aws-region",
            paramLabel = "REGION",
            description =
                    "For --auth aws-iam: the server's region. Default: what the server's name says, then AWS_REGION.")
    @Nullable
    String awsRegion;

    @Option(
            names = "--aws-endpoint",
            paramLabel = "HOST:PORT",
            description = "For --auth aws-iam: the server as AWS calls it, where the URL names an alias or a tunnel.")
    @Nullable
    String awsEndpoint;

    @Option(names = "--role", paramLabel = "ROLE", description = "The role for SET ROLE.")
    @Nullable
    String role;

    /** A URL with the place that it comes from, for a person. */
    record Source(DatabaseUrl url, String origin) {

        /** Without user and password. */
        String describe() {
            return "Database: " + url.place() + " (from " + origin + ").";
        }
    }

    /** The database that is named, and tells which; refused if none is. */
    Result<Source> required(Invocation invocation) {
        return named(invocation)
                .orElseGet(() -> Result.failed(
                        Reason.InvalidUrl,
                        "No database is named. Give --url, or set STILLHOUSE_DATABASE_URL or DATABASE_URL. The URL in the"
                                + " project's own configuration is not used: name the database whose lock is to be"
                                + " taken."));
    }

    /** The database that is named, if one is, and tells which. */
    Optional<Result<Source>> named(Invocation invocation) {
        Map<String, String> environment = invocation.environment();
        Optional<Result<Source>> named = url != null
                ? Optional.of(parse(url, "--url", environment))
                : VARIABLES.stream()
                        .filter(name -> !environment.getOrDefault(name, "").isBlank())
                        .findFirst()
                        .map(name -> parse(environment.get(name), name, environment));
        named.ifPresent(result -> {
            if (result instanceof Result.Ok<Source>(Source source)) {
                invocation.terminal().hide(source.url().secrets());
                invocation.terminal().say(source.describe());
            }
        });
        return named;
    }

    private Result<Source> parse(@Nullable String text, String origin, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        put(variables, DatabaseVariables.AUTH, auth);
        put(variables, DatabaseVariables.AWS_REGION, awsRegion);
        put(variables, DatabaseVariables.AWS_ENDPOINT, awsEndpoint);
        return DatabaseReader.read(text, variables)
                .then(PassFile::read)
                .then(url -> Result.ok(new Source(url, origin)));
    }

    private static void put(Map<String, String> variables, String name, @Nullable String value) {
        if (value != null) {
            variables.put(name, value);
        }
    }
}
