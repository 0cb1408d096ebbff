package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.project.ProjectEvent;
import java.util.List;
import java.util.Optional;

/** Reads what the bridge tells while it works. */
final class BridgeEvents {
    private BridgeEvents() {}

    /** Empty for an event that this version does not know. */
    static Optional<ProjectEvent> parse(JsonObject line) throws MalformedJson {
        return switch (line.text("event")) {
            case "connected" -> Optional.of(new ProjectEvent.Connected(line.integer("backendPid")));
            case "step_started" ->
                Optional.of(new ProjectEvent.StepStarted(
                        line.integer("index"), line.integer("total"), line.text("revision")));
            case "step_finished" ->
                Optional.of(new ProjectEvent.StepFinished(
                        line.integer("index"),
                        line.integer("total"),
                        line.text("revision"),
                        line.number("millis"),
                        line.has("statements") ? line.texts("statements") : List.of()));
            case "step_broken" ->
                Optional.of(new ProjectEvent.StepBroken(
                        line.integer("index"), line.text("revision"), line.texts("statements")));
            case "step_observed" ->
                Optional.of(new ProjectEvent.StepObserved(line.integer("index"), Answers.observed(line)));
            case "committed" ->
                Optional.of(new ProjectEvent.Committed(
                        line.texts("rows").stream().sorted().toList()));
            case "commits_unseen" ->
                Optional.of(new ProjectEvent.CommitsUnseen(line.integer("index"), line.text("revision")));
            case "rendered" -> Optional.of(new ProjectEvent.Rendered(Answers.rendering(line)));
            default -> Optional.empty();
        };
    }
}
