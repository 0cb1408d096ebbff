package dev.stillhouse.runner.command;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.decide.Gate;
import dev.stillhouse.runner.decide.PlanDigest;
import dev.stillhouse.runner.decide.SameDatabase;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.RenderedPlan;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.project.MigrationProject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A plan with all that is told of it.
 *
 * @param renderings one for each step, in order
 */
record ShownPlan(Plan plan, String digest, ServerIdentity server, List<Rendering> renderings) {

    /** Asks Alembic for the plan, and judges it as a run would. */
    static Result<ShownPlan> ask(
            MigrationProject opened, UrlOptions.Source source, RunRequest request, List<String> targets) {
        return opened.plan(targets, Set.of())
                .then(plan -> identity(source, request)
                        .then(server -> SameDatabase.check(server, plan.connection())
                                .<Result<ShownPlan>>map(Result::failed)
                                .orElseGet(() -> judged(opened, request, targets, plan, server))));
    }

    private static Result<ServerIdentity> identity(UrlOptions.Source source, RunRequest request) {
        return Database.connect(source.url(), SessionName.of(request)).then(database -> {
            try (database) {
                return database.identity();
            }
        });
    }

    private static Result<ShownPlan> judged(
            MigrationProject opened, RunRequest request, List<String> targets, Plan plan, ServerIdentity server) {
        Optional<Trouble> refusal = Gate.refusal(request, plan, server);
        if (refusal.isPresent()) {
            return Result.failed(refusal.get());
        }
        Result<RenderedPlan> rendered = plan.steps().isEmpty()
                ? Result.ok(new RenderedPlan(List.of(), List.of()))
                : opened.render(targets, plan);
        return rendered.then(known -> {
            String digest = PlanDigest.of(plan, server, request.project().imageDigest(), known);
            return Result.ok(new ShownPlan(plan, digest, server, known.steps()));
        });
    }
}
