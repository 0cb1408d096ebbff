package dev.stillhouse.runner.run;

import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.contract.RequestReader;
import dev.stillhouse.runner.database.PassFile;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.login.Renewals;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.output.Console;
import dev.stillhouse.runner.output.TerminationLog;
import dev.stillhouse.runner.project.alembic.BridgeLocation;
import dev.stillhouse.runner.run.Stop.Deadline;
import dev.stillhouse.runner.url.DatabaseReader;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A run as a Job's container makes it: the request and the URL from the environment, the report to the termination log.
 * Whatever happens, there is one report.
 */
public final class Execution {
    private final Map<String, String> environment;
    private final Console console;
    private final Journal journal;
    private final Stop stop = new Stop();
    private final AtomicBoolean reported = new AtomicBoolean();

    public Execution(Map<String, String> environment, Console console) {
        this.environment = environment;
        this.console = console;
        this.journal = new Journal(console, Clock.systemUTC());
        Renewals.heardBy(journal);
    }

    public Stop stop() {
        return stop;
    }

    /** Runs the request and reports. Returns the exit code: 0 if the outcome is Succeeded, otherwise 1. */
    public int run(String requestJson) {
        RunReport report;
        try {
            report = execute(requestJson);
        } catch (Throwable e) {
            // The one place where everything is caught: a run without a report costs a person an evening.
            report = journal.failed(new Trouble(
                    Reason.InternalError,
                    "The runner failed in a way that it should not: " + e
                            + ". Its log has the details; please report it."));
            console.trace(e);
        }
        deliver(report);
        return report.outcome() == Outcome.Succeeded ? 0 : 1;
    }

    /** For a run that does not come to its end before the container is killed. */
    public void giveUp() {
        // A run that hangs past its deadline is told to end by its Job; that is not why it ends.
        StopCause cause = stop.cause().orElse(StopCause.TERMINATION);
        deliver(journal.failed(new Trouble(
                cause.reason(),
                cause.sentence()
                        + ", and the project did not react in time. The database has to be read again."
                        + cause.advice())));
    }

    private RunReport execute(String requestJson) {
        RunRequest request;
        try {
            request = RequestReader.read(requestJson);
        } catch (MalformedJson e) {
            return journal.failed(new Trouble(
                    Reason.ProtocolMismatch,
                    "The runner does not understand its request: " + e.getMessage()
                            + ". Operator and runner image must be of one version."));
        }
        if (request.operation() == Operation.Verify) {
            // It needs no database of others, unless the copy is to be made there.
            stop.at(deadline(request));
            return new VerifyRun(request, environment, journal, stop).execute();
        }
        return DatabaseReader.read(environment)
                .then(PassFile::read)
                .fold(url -> execute(request, url), journal::failed);
    }

    private static Deadline deadline(RunRequest request) {
        return Deadline.at(request.end(), Clock.systemUTC());
    }

    private RunReport execute(RunRequest request, DatabaseUrl url) {
        journal.hide(url.secrets());
        journal.keeps(request.planKeepingOrFull());
        Deadline deadline = deadline(request);
        if (deadline.isOver()) {
            return journal.failed(tooLate(request));
        }
        stop.at(deadline);
        return new Run(request, url, environment, journal, stop).execute(BridgeLocation.from(environment), deadline);
    }

    /** A node that was slow to come, an image that was slow to pull, a queue: the pod has used up the run's time. */
    private static Trouble tooLate(RunRequest request) {
        return new Trouble(
                Reason.DeadlineExceeded,
                "The run's time was over at " + request.deadline()
                        + ", before its pod had started. Nothing was changed. See what the pod waited for (a node, an"
                        + " image, a queue); if it has to wait so long, raise spec.execution.deadline (a new run then"
                        + " begins).");
    }

    private void deliver(RunReport report) {
        if (!reported.compareAndSet(false, true)) {
            return;
        }
        journal.close(report);
        TerminationLog log = TerminationLog.from(environment);
        try {
            log.write(report);
        } catch (IOException e) {
            console.remark("The termination log cannot be written: " + e);
        }
        try {
            BridgeLocation.from(environment).dismiss();
        } catch (IOException e) {
            console.remark("The project's container cannot be told that the run is over: " + e);
        }
    }
}
