package dev.stillhouse.runner.command;

import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.project.ProjectSource;
import dev.stillhouse.runner.run.Journal;
import dev.stillhouse.runner.run.Run;
import dev.stillhouse.runner.run.Stop.Deadline;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Clock;

/** A run as a Job makes it, told on the terminal. */
final class Running {
    private Running() {}

    static RunReport run(Invocation invocation, RunRequest request, DatabaseUrl url, ProjectSource source) {
        Journal journal = invocation.journal(url);
        Deadline end = Deadline.at(request.end(), Clock.systemUTC());
        invocation.stop().at(end);
        return new Run(request, url, invocation.environment(), journal, invocation.stop()).execute(source, end);
    }
}
