package dev.stillhouse.runner.run;

import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Trouble;

/** How a phase ended. */
sealed interface PhaseResult {

    /** The next phase goes on with this. */
    record Next(RunState state) implements PhaseResult {}

    /** The run ends here, well or not. */
    record End(Outcome outcome, Trouble why) implements PhaseResult {}

    static PhaseResult next(RunState state) {
        return new Next(state);
    }

    static PhaseResult failed(Trouble trouble) {
        return new End(Outcome.Failed, trouble);
    }

    static PhaseResult succeeded(Reason reason, String message) {
        return new End(Outcome.Succeeded, new Trouble(reason, message));
    }
}
