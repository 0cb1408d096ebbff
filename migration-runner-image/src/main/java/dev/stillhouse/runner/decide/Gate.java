package dev.stillhouse.runner.decide;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.GateDecision.AwaitApproval;
import dev.stillhouse.runner.decide.GateDecision.Go;
import dev.stillhouse.runner.decide.GateDecision.NothingToDo;
import dev.stillhouse.runner.decide.GateDecision.ObserveOnly;
import dev.stillhouse.runner.decide.GateDecision.Refuse;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Step;
import dev.stillhouse.runner.model.Trouble;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Decides whether a plan may run. */
public final class Gate {
    private static final int STEPS_NAMED = 10;

    private Gate() {}

    /** Why a plan may not run, whatever its steps are: nothing of them has to be looked at then. */
    public static Optional<Trouble> refusal(RunRequest request, Plan plan, ServerIdentity server) {
        if (!plan.unknown().isEmpty()) {
            return Optional.of(unknownRows(plan));
        }
        if (hasNothingToDo(plan) || request.operation() == Operation.Observe) {
            return Optional.empty();
        }
        if (isWrongWay(request.operation(), plan.direction())) {
            return Optional.of(wrongDirection(request.operation(), plan));
        }
        if (server.readOnly()) {
            return Optional.of(readOnly());
        }
        return isUnasked(request, plan) && request.downgrade() == DowngradePolicy.Forbid
                ? Optional.of(forbidden(plan))
                : Optional.empty();
    }

    /** Whether somebody reads the plan before it runs, if it ever does: then it has to be known what its steps do. */
    public static boolean isReadFirst(RunRequest request, Plan plan) {
        return request.operation() == Operation.Observe || needsApproval(request, plan);
    }

    /** The directions in which a plan runs without anybody reading or trying it first, if no backup is called for. */
    public static Set<Direction> runsUnseen(RunRequest request, ServerIdentity server) {
        Set<Direction> directions = EnumSet.noneOf(Direction.class);
        if (server.readOnly() || request.operation() == Operation.Observe || request.rehearses()) {
            return directions;
        }
        if (request.operation() != Operation.Downgrade) {
            directions.add(Direction.UP);
        }
        if (request.operation() == Operation.Downgrade
                || request.operation() != Operation.Upgrade && request.downgrade() == DowngradePolicy.Allow) {
            directions.add(Direction.DOWN);
        }
        return directions;
    }

    public static GateDecision decide(
            RunRequest request, Plan plan, String digest, ServerIdentity server, BackupNeed need) {
        Optional<Trouble> refusal = refusal(request, plan, server);
        if (refusal.isPresent()) {
            return new Refuse(refusal.get());
        }
        if (hasNothingToDo(plan)) {
            return new NothingToDo("The database is at " + Rows.text(plan.current()) + "; there is nothing to do.");
        }
        if (request.operation() == Operation.Observe) {
            return new ObserveOnly("The database is at " + Rows.text(plan.current()) + ". " + whatIsPending(plan));
        }
        if (need instanceof BackupNeed.Impossible(Trouble trouble)) {
            return new Refuse(trouble);
        }
        if (!needsApproval(request, plan)) {
            return new Go(whatIsPending(plan));
        }
        return request.approvals().contains(digest)
                ? new Go(whatIsPending(plan) + " The plan may run, approved by its digest.")
                : new AwaitApproval(whatIsPending(plan) + " This goes down and needs an approval: add " + digest
                        + " to spec.approvals, or set spec.downgrade to Allow.");
    }

    private static boolean hasNothingToDo(Plan plan) {
        return plan.direction() == Direction.NONE || plan.steps().isEmpty();
    }

    /** Whether it goes down although nobody asked for that in particular. */
    private static boolean isUnasked(RunRequest request, Plan plan) {
        return plan.direction() == Direction.DOWN && request.operation() != Operation.Downgrade;
    }

    private static boolean needsApproval(RunRequest request, Plan plan) {
        return isUnasked(request, plan) && request.downgrade() == DowngradePolicy.RequireApproval;
    }

    private static Trouble forbidden(Plan plan) {
        return new Trouble(
                Reason.DowngradeForbidden,
                "The target is below the database's revision " + Rows.text(plan.current()) + ", and spec.downgrade is"
                        + " Forbid. " + whatIsPending(plan)
                        + " Set spec.downgrade to RequireApproval or Allow to let it go down.");
    }

    static Trouble readOnly() {
        return new Trouble(
                Reason.ConnectionFailed,
                "The server is read-only (a standby, or default_transaction_read_only is set), so no migration can run"
                        + " there. Let the URL in the Secret name the primary.");
    }

    private static boolean isWrongWay(Operation operation, Direction direction) {
        return operation == Operation.Upgrade && direction == Direction.DOWN
                || operation == Operation.Downgrade && direction == Direction.UP;
    }

    private static Trouble wrongDirection(Operation operation, Plan plan) {
        boolean up = operation == Operation.Upgrade;
        return new Trouble(
                Reason.WrongDirection,
                "The target is " + (up ? "below" : "above") + " the database's revision " + Rows.text(plan.current())
                        + ", and this is " + (up ? "an upgrade" : "a downgrade") + ". " + whatIsPending(plan)
                        + " Nothing was changed. Ask for " + (up ? "a downgrade" : "an upgrade")
                        + " if that is what you want.");
    }

    private static Trouble unknownRows(Plan plan) {
        return new Trouble(
                Reason.UnknownRevision,
                "The database is at " + Rows.text(plan.unknown()) + ", which this project does not contain. Probably a"
                        + " newer image migrated it: deploy that image again, and go down with it first if an older"
                        + " revision is wanted. If the revision was deleted from the project, restore its file.");
    }

    private static String whatIsPending(Plan plan) {
        int total = plan.steps().size();
        StringBuilder text = new StringBuilder(total == 1 ? "1 revision would " : total + " revisions would ");
        text.append(plan.direction() == Direction.UP ? "be applied: " : "be taken back: ");
        int named = Math.min(total, STEPS_NAMED);
        text.append(String.join(
                ", ", plan.steps().subList(0, named).stream().map(Step::title).toList()));
        if (named < total) {
            text.append(" and ").append(total - named).append(" more");
        }
        return text.append(", to ")
                .append(Rows.text(plan.rowsAfter()))
                .append('.')
                .toString();
    }
}
