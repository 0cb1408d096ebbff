package dev.stillhouse.runner.command;

import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.postgres.PrivateServer;
import dev.stillhouse.runner.project.ProjectSource;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A PostgreSQL that is there for one command, and thrown away then. */
final class PrivateDatabase {
    private static final String NAME = "postgres";
    private static final Duration DEADLINE = Duration.ofHours(1);

    private PrivateDatabase() {}

    /** Starts it, has the project's own revisions bring it to head, does the work with it and throws it away. */
    static <T> Result<T> atHead(
            Invocation invocation,
            RunRequest.Project project,
            ProjectSource source,
            Function<DatabaseUrl, Result<T>> work) {
        return empty(
                invocation, url -> upgraded(invocation, project, url, source).then(report -> work.apply(url)));
    }

    /** Starts it, does the work with it and throws it away. */
    static <T> Result<T> empty(Invocation invocation, Function<DatabaseUrl, Result<T>> work) {
        return PgTools.find(invocation.environment()).then(tools -> {
            invocation.terminal().say("Starting a private PostgreSQL with the programs in " + tools.bin() + ".");
            Cancellation cancellation = new Cancellation();
            invocation.stop().react(cancellation::now);
            return start(tools, invocation, cancellation).then(postgres -> {
                try (postgres) {
                    return work.apply(postgres.url(NAME));
                }
            });
        });
    }

    private static Result<PrivateServer> start(PgTools tools, Invocation invocation, Cancellation cancellation) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        return PrivateServer.start(tools, folder, invocation.environment(), cancellation)
                .fold(
                        Result::ok,
                        // No backup is meant here.
                        trouble -> Result.failed(
                                trouble.reason() == Reason.BackupNotVerifiable
                                        ? Reason.InternalError
                                        : trouble.reason(),
                                trouble.message()));
    }

    private static Result<RunReport> upgraded(
            Invocation invocation, RunRequest.Project project, DatabaseUrl url, ProjectSource source) {
        RunRequest request = UnlockedProject.request(
                Operation.Upgrade, List.of("heads"), false, project, new RunRequest.Session(0, 0, null), DEADLINE);
        RunReport report = Running.run(invocation, request, url, source);
        return report.outcome() == Outcome.Succeeded
                ? Result.ok(report)
                : Result.failed(new Trouble(
                        report.reason(),
                        "The private PostgreSQL cannot be brought to head by the project's own revisions. "
                                + report.message(),
                        report.failure()));
    }
}
