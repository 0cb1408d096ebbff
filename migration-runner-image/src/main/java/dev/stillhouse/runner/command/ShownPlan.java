package dev.stillhouse.runner.command;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.bridge.Bridge;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.decide.BackupNeed;
import dev.stillhouse.runner.decide.Gate;
import dev.stillhouse.runner.decide.GateDecision;
import dev.stillhouse.runner.decide.PlanDigest;
import dev.stillhouse.runner.decide.SameDatabase;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.ServerIdentity;
import java.util.List;

/**
 * A plan with all that is told of it.
 *
 * @param renderings one for each step, in order
 */
record ShownPlan(Plan plan, String digest, ServerIdentity server, List<Rendering> renderings) {

    /** Asks Alembic for the plan, and judges it as a run would. */
    static Result<ShownPlan> ask(Bridge bridge, UrlOptions.Source source, RunRequest request, List<String> targets) {
        return bridge.plan(targets)
                .then(plan -> identity(source, request)
                        .then(server -> SameDatabase.check(server, plan.connection())
                                .<Result<ShownPlan>>map(Result::failed)
                                .orElseGet(() -> judged(bridge, request, targets, plan, server))));
    }

    private static Result<ServerIdentity> identity(UrlOptions.Source source, RunRequest request) {
        return Database.connect(source.url(), "stillhouse " + request.run()).then(database -> {
            try (database) {
                return database.identity();
            }
        });
    }

    private static Result<ShownPlan> judged(
            Bridge bridge, RunRequest request, List<String> targets, Plan plan, ServerIdentity server) {
        String digest = PlanDigest.of(plan, server);
        if (Gate.decide(request, plan, digest, server, new BackupNeed.None())
                instanceof GateDecision.Refuse(var trouble)) {
            return Result.failed(trouble);
        }
        Result<List<Rendering>> renderings =
                plan.steps().isEmpty() ? Result.ok(List.of()) : bridge.render(targets, plan);
        return renderings.then(list -> Result.ok(new ShownPlan(plan, digest, server, list)));
    }
}
