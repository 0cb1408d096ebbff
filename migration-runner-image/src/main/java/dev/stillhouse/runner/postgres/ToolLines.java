package dev.stillhouse.runner.postgres;

import dev.stillhouse.runner.decide.RowValues;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the values of rows out of what one of PostgreSQL's programs prints: it repeats the server's errors with their
 * details, in as many lines as the values have, and does not say of which kind an error is.
 */
final class ToolLines {
    private static final Pattern SAID_BY_IT = Pattern.compile("^(?:pg_\\w+|psql|initdb|postgres): ");

    /** libpq's labels, in the server's language: two blanks follow. What has no program before it begins with the severity. */
    private static final Pattern SEVERITY = Pattern.compile(
            ": (?!DETAIL|HINT|CONTEXT|QUERY|STATEMENT)\\p{Lu}+:  |^(?:ERROR|FATAL|PANIC|WARNING|NOTICE):  ");

    private static final Pattern LABEL = Pattern.compile("^(?:pg_\\w+: )*(\\p{L}+) ?:  ");
    private static final Pattern PLACE_IN_COPY =
            Pattern.compile("CONTEXT:  COPY [^:\"]+, line \\d+(?:, column [^:\"]+)?");
    private static final String COMMAND = "Command was: ";

    /** Errors whose detail says what is needed to mend them, and holds no row. */
    private static final Pattern EXPLAINED =
            Pattern.compile("because other objects depend on it|extension \"[^\"]*\" is not available");

    private boolean erred;
    private boolean explained;
    private boolean inCommand;

    /** What may be told of the next line; empty if nothing. */
    Optional<String> told(String line) {
        Matcher severity = SEVERITY.matcher(line);
        Matcher label = LABEL.matcher(line);
        if (severity.find()) {
            erred = true;
            inCommand = false;
            String said = line.substring(severity.end());
            explained = EXPLAINED.matcher(said).find();
            return Optional.of(line.substring(0, severity.end()) + RowValues.masked(said));
        }
        if (label.find()) {
            inCommand = false;
            return labelled(label, line);
        }
        if (line.contains(COMMAND)) {
            inCommand = true;
            return Optional.of(line);
        }
        if (SAID_BY_IT.matcher(line).find()) {
            inCommand = false;
            erred |= line.contains("error: ");
            return Optional.of(line);
        }
        return erred && !inCommand && !explained ? Optional.empty() : Optional.of(line);
    }

    private Optional<String> labelled(Matcher label, String line) {
        if (!erred) {
            return Optional.of(line);
        }
        Matcher place = PLACE_IN_COPY.matcher(line);
        return switch (label.group(1)) {
            case "HINT" -> Optional.of(line);
            case "DETAIL" -> Optional.of(explained ? line : "DETAIL:  " + RowValues.LEFT_OUT);
            case "CONTEXT" -> place.find() ? Optional.of(place.group()) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
