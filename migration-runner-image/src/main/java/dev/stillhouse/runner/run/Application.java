package dev.stillhouse.runner.run;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.database.Backends.Backend;
import dev.stillhouse.runner.decide.Conclusion;
import dev.stillhouse.runner.decide.Rows;
import dev.stillhouse.runner.decide.Verification;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The phases apply and verify: one run of the project's env.py, and what the database says afterwards. */
final class Application {
    private final RunRequest request;
    private final Journal journal;
    private final Stop stop;

    Application(RunRequest request, Journal journal, Stop stop) {
        this.request = request;
        this.journal = journal;
        this.stop = stop;
    }

    /** @param executed the plan that is to be told as it ran, if it was not told before */
    RunReport apply(Opened opened, Plan plan, Optional<ExecutedPlan> executed) {
        Map<String, List<String>> before = versionRows(opened, plan);
        long lockTimeout = request.session().lockTimeoutMillis();
        Watcher watcher = new Watcher(opened.database(), opened.bridge(), journal, stop, lockTimeout);
        stop.react(() -> {});
        journal.enter(
                Phase.APPLY, "Applying " + plan.steps().size() + (plan.steps().size() == 1 ? " step." : " steps."));
        watcher.start();
        Result<Integer> applied = opened.bridge().apply(request.targets(), plan, executed.isPresent(), event -> {
            journal.event(event);
            watcher.event(event);
            executed.ifPresent(told -> told.event(event));
        });
        Set<Backend> backends = watcher.finish();
        journal.enter(Phase.VERIFY, "Reading where the database stands.");
        boolean lost =
                applied instanceof Result.Failed<Integer>(Trouble trouble) && trouble.reason() == Reason.BridgeLost;
        boolean orphaned = lost || applied instanceof Result.Failed<Integer> && stop.isRequested();
        Duration patience = Duration.ofSeconds(stop.isRequested() ? 2 : 10);
        @Nullable
        List<String> after = new Aftermath(
                        opened.database(), journal, request.session().role())
                .read(plan, before, backends, orphaned, patience);
        journal.stands(after);
        executed.map(told -> told.script(lost)).ifPresent(journal::keep);
        return applied.fold(
                steps -> verified(plan, after),
                trouble -> journal.failed(Conclusion.failed(
                        plan, trouble, stop.cause(), after, journal.committedInside(), watcher.lastInTheWay())));
    }

    private Map<String, List<String>> versionRows(Opened opened, Plan plan) {
        try {
            return opened.database().versionRows(request.session().role()).read(plan.versionTable());
        } catch (SQLException e) {
            // The project could read the table; whether the runner can shows when it matters.
            return Map.of();
        }
    }

    private RunReport verified(Plan plan, @Nullable List<String> after) {
        Optional<Trouble> trouble = Verification.check(plan, after);
        if (trouble.isPresent()) {
            return journal.failed(trouble.get());
        }
        boolean up = plan.direction() == Direction.UP;
        int total = plan.steps().size();
        return journal.succeeded(
                up ? Reason.Upgraded : Reason.Downgraded,
                "The database went " + (up ? "up" : "down") + " from " + Rows.text(plan.current()) + " to "
                        + Rows.text(plan.rowsAfter()) + " in " + total + (total == 1 ? " step." : " steps."));
    }
}
