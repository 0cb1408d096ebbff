package dev.stillhouse.runner.command;

import dev.stillhouse.report.Durations;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Result;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which database, and how the project's sessions in it are set. */
final class DatabaseOptions {
    @Mixin
    UrlOptions database = new UrlOptions();

    @Option(
            names = "--lock-timeout",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            defaultValue = "10s",
            description = "How long a statement waits for a lock; 0s is for ever. Default: ${DEFAULT-VALUE}.")
    Duration lockTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--statement-timeout",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            defaultValue = "0s",
            description = "How long a statement may take; 0s is for ever. Default: ${DEFAULT-VALUE}.")
    Duration statementTimeout = Duration.ZERO;

    RunRequest.Session session() {
        return new RunRequest.Session(
                Durations.toMillis(lockTimeout), Durations.toMillis(statementTimeout), database.role);
    }

    /** The database that is named, and tells which; refused if none is. */
    Result<UrlOptions.Source> required(Invocation invocation) {
        return database.required(invocation);
    }

    /** The database that is named, if one is, and tells which. */
    Optional<Result<UrlOptions.Source>> named(Invocation invocation) {
        return database.named(invocation);
    }
}
