package dev.stillhouse.runner.run;

import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.project.ProjectSource;
import dev.stillhouse.runner.run.Stop.Deadline;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.util.List;
import java.util.Map;

/**
 * One run, phase by phase: observe, plan, rehearse, review, gate, backup, apply, verify. Backup and apply come a second time if applying
 * shows that a backup is needed.
 */
public final class Run {
    private final RunRequest request;
    private final DatabaseUrl url;
    private final Map<String, String> environment;
    private final Journal journal;
    private final Stop stop;

    public Run(RunRequest request, DatabaseUrl url, Map<String, String> environment, Journal journal, Stop stop) {
        this.request = request;
        this.url = url;
        this.environment = environment;
        this.journal = journal;
        this.stop = stop;
    }

    /** @param source where the project is; of no matter to what needs none */
    public RunReport execute(ProjectSource source, Deadline deadline) {
        return switch (request.operation()) {
            case Backup -> new BackupRun(request, url, environment, journal, stop).execute(deadline);
            case Restore -> new RestoreRun(request, url, journal, stop, environment).execute(deadline);
            case Migrate, Upgrade, Downgrade, Stamp, Observe -> migrate(source, deadline);
            case Verify -> throw new IllegalStateException("a verification needs no database: Execution runs it");
            case Unknown ->
                journal.failed(new Trouble(
                        Reason.ProtocolMismatch,
                        "The request has an operation that this runner does not know. Nothing was changed. Operator and"
                                + " runner image must be of one version."));
        };
    }

    private RunReport migrate(ProjectSource source, Deadline deadline) {
        return new Opening(request, url, journal, stop)
                .open(source, deadline)
                .fold(this::opened, trouble -> journal.failed(stop.explain(trouble)));
    }

    private RunReport opened(Opened opened) {
        try (opened) {
            stop.react(opened.project()::abandon);
            return request.operation() == Operation.Stamp && request.downToKnown() == null
                    ? new Stamping(request, journal, stop).execute(opened)
                    : through(phases(), RunState.of(request, opened));
        }
    }

    private List<RunPhase> phases() {
        return List.of(
                new FindWayDown(journal, stop),
                new MakePlan(journal, stop),
                new Rehearse(url, environment, journal, stop),
                new ReviewPlan(journal, stop),
                new PassGate(journal, stop),
                new BackUp(url, environment, journal, stop),
                LookAgain.beforeTheFirstAttempt(journal),
                new Apply(url, environment, journal, stop),
                new Reconsider(journal, stop),
                new BackUp(url, environment, journal, stop),
                LookAgain.beforeTheSecondAttempt(journal),
                new Apply(url, environment, journal, stop),
                new VerifyRows(journal, stop));
    }

    private RunReport through(List<RunPhase> phases, RunState opened) {
        RunState state = opened;
        for (RunPhase phase : phases) {
            PhaseResult result = phase.run(state);
            if (result instanceof PhaseResult.Next next) {
                state = next.state();
            } else if (result instanceof PhaseResult.End end) {
                return journal.report(end.outcome(), end.why());
            }
        }
        throw new IllegalStateException("the last phase did not end the run");
    }
}
