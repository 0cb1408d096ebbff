package dev.stillhouse.runner.run;

import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.decide.BackupNeed;
import dev.stillhouse.runner.decide.Gate;
import dev.stillhouse.runner.decide.GateDecision;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.rehearsal.Shown;
import java.util.Optional;

/** The phase gate: whether the plan may run, and what has to be done before. A plan that does not run is told. */
final class PassGate implements RunPhase {
    private final Journal journal;
    private final Stop stop;

    PassGate(Journal journal, Stop stop) {
        this.journal = journal;
        this.stop = stop;
    }

    @Override
    public PhaseResult run(RunState state) {
        journal.enter(Phase.GATE);
        Optional<PhaseResult> failed = state.rehearsed().flatMap(shown -> failed(state, shown));
        if (failed.isPresent()) {
            return failed.get();
        }
        Reviewed reviewed = state.reviewed();
        BackupNeed need = BackupNeed.decide(state.request().backup(), reviewed.findings(), reviewed.empty());
        return switch (Gate.decide(
                state.request(), state.plan(), state.digest(), state.opened().server(), need)) {
            case GateDecision.NothingToDo(String message) -> PhaseResult.succeeded(Reason.UpToDate, message);
            case GateDecision.ObserveOnly(String message) -> PhaseResult.succeeded(Reason.Observed, message);
            case GateDecision.AwaitApproval(String message) ->
                new PhaseResult.End(Outcome.AwaitingApproval, new Trouble(Reason.ApprovalRequired, message));
            case GateDecision.Refuse(Trouble trouble) -> {
                new PlanTelling(journal).tellRefused(state);
                yield PhaseResult.failed(trouble);
            }
            case GateDecision.Go(String message) -> {
                journal.say(message);
                yield PhaseResult.next(state.allowed(need, reviewed.rendered() == null && journal.keepsPlans()));
            }
        };
    }

    private Optional<PhaseResult> failed(RunState state, Shown shown) {
        return shown.refusal().map(trouble -> {
            new PlanTelling(journal).tellTried(state, shown);
            return PhaseResult.failed(trouble);
        });
    }
}
