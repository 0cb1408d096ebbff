package dev.stillhouse.runner.command;

import dev.stillhouse.report.Operation;
import dev.stillhouse.report.RehearsalMode;
import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.contract.ReportWriter;
import dev.stillhouse.runner.decide.LockWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.project.ProjectSource;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rehearse",
        description =
                "Tries the way to the target on a copy of the database's schema: there, back, and there again. Nothing"
                        + " else is changed. If no database is named, it is the way from an empty one, in a private PostgreSQL."
                        + " Exit code 1 if a step fails, 3 if the way back is wrong or something could not be tried.")
final class RehearseCommand extends ProjectCommand {
    @Mixin
    DatabaseOptions database = new DatabaseOptions();

    @Parameters(
            paramLabel = "TARGET",
            arity = "0..*",
            defaultValue = "head",
            description = "As for upgrade and downgrade. Default: ${DEFAULT-VALUE}.")
    List<String> targets = List.of();

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            defaultValue = "1h",
            description = "How long it may take; what runs is then cancelled. Default: ${DEFAULT-VALUE}.")
    Duration deadline = Duration.ofHours(1);

    /** The same, with its plan tried first on a copy in a private PostgreSQL. */
    static RunRequest rehearsing(RunRequest request) {
        return request.rehearsing(new RunRequest.Rehearsal(RehearsalMode.Schema, System.getProperty("java.io.tmpdir")));
    }

    @Override
    Result<Answer> answer(Invocation invocation) {
        List<String> checked = Targets.checked(spec(), targets);
        return project.source(invocation.environment())
                .then(place -> database.named(invocation)
                        .map(named -> named.then(
                                source -> rehearsed(invocation, checked, place, source.url(), database.session())))
                        .orElseGet(() -> PrivateDatabase.empty(
                                invocation,
                                url -> rehearsed(
                                        invocation, checked, place, url, new RunRequest.Session(0, 0, null)))));
    }

    private Result<Answer> rehearsed(
            Invocation invocation,
            List<String> checked,
            ProjectSource place,
            DatabaseUrl url,
            RunRequest.Session session) {
        RunRequest request =
                UnlockedProject.request(Operation.Observe, checked, false, projectOf(invocation), session, deadline);
        return Result.ok(answer(Running.run(invocation, rehearsing(request), url, place)));
    }

    private static Answer answer(RunReport report) {
        RunReport.Rehearsal shown = report.rehearsal();
        if (shown == null || shown.outcome() == RehearsalOutcome.Failed) {
            return ReportText.answer(report);
        }
        StringBuilder text = new StringBuilder(
                shown.findings().isEmpty()
                        ? "There, back, and there again: nothing was found."
                        : shown.findings().size() + (shown.findings().size() == 1 ? " finding:" : " findings:"));
        shown.findings()
                .forEach(finding -> text.append("\n- ")
                        .append(finding.revision())
                        .append(" (")
                        .append(finding.rule())
                        .append("): ")
                        .append(Wording.forPeople(finding.message())));
        shown.locks()
                .forEach(lock -> text.append("\n- ")
                        .append(lock.revision())
                        .append(" locks ")
                        .append(LockWords.told(lock)));
        return new Answer(
                text.toString(),
                ReportWriter.json(report),
                shown.outcome() == RehearsalOutcome.Passed ? ExitCodes.DONE : ExitCodes.ATTENTION);
    }
}
