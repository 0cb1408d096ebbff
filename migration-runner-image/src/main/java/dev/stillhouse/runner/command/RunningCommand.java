package dev.stillhouse.runner.command;

import dev.stillhouse.report.Operation;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Result;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that changes the database: the run of a Job, with a person who watches it. */
abstract class RunningCommand extends ProjectCommand {
    @Mixin
    DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            defaultValue = "1h",
            description = "How long it may take; what runs is then cancelled. Default: ${DEFAULT-VALUE}.")
    Duration deadline = Duration.ofHours(1);

    abstract Operation operation();

    /** Alembic's expressions. */
    abstract List<String> targets();

    boolean purge() {
        return false;
    }

    /** Whether the plan is tried first. */
    boolean rehearses() {
        return false;
    }

    @Override
    final Result<Answer> answer(Invocation invocation) {
        List<String> targets = Targets.checked(spec(), targets());
        return database.required(invocation)
                .then(source -> project.source(invocation.environment()).then(place -> {
                    RunRequest request = UnlockedProject.request(
                            operation(), targets, purge(), projectOf(invocation), database.session(), deadline);
                    RunRequest wanted = rehearses() ? RehearseCommand.rehearsing(request) : request;
                    return Result.ok(ReportText.answer(Running.run(invocation, wanted, source.url(), place)));
                }));
    }
}
