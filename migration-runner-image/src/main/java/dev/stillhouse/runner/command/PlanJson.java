package dev.stillhouse.runner.command;

import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The whole plan for a program. */
final class PlanJson {
    private PlanJson() {}

    static JsonObject of(ShownPlan shown) {
        Plan plan = shown.plan();
        List<JsonObject> steps = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            steps.add(step(plan.steps().get(i), shown.renderings().get(i)));
        }
        return new JsonObject()
                .put("digest", shown.digest())
                .put("direction", plan.direction().name().toLowerCase(Locale.ROOT))
                .put("current", plan.current())
                .put("target", plan.target())
                .put("rowsAfter", plan.rowsAfter())
                .put("heads", plan.heads())
                .put("steps", steps)
                .put("transactionPerMigration", plan.transactionPerMigration())
                .put("database", shown.server().database())
                .put("serverVersion", shown.server().serverVersion())
                .put("systemIdentifier", shown.server().systemIdentifier())
                .put("versionTable", plan.versionTable().toString());
    }

    private static JsonObject step(Step step, Rendering rendering) {
        JsonObject json = new JsonObject()
                .put("revision", step.revision())
                .put("downRevisions", step.downRevisions())
                .put("message", step.message())
                .put("file", step.file())
                .put("fileDigest", step.fileDigest())
                .put("rowsAfter", step.rowsAfter());
        return switch (rendering) {
            case Rendering.Statements(String revision, List<String> statements, boolean varies) ->
                json.put("sql", statements);
            case Rendering.Captured(String revision, List<String> statements, String problem) ->
                json.put("notRendered", problem).put("captured", statements);
            case Rendering.Unknown(String revision, String problem) -> json.put("notRendered", problem);
            case Rendering.Reaching(String revision, String problem, List<String> attempts) ->
                json.put("notRendered", problem).put("reachesOutside", attempts);
        };
    }
}
