package dev.stillhouse.runner.bridge;

import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Rendering;
import java.util.List;
import java.util.Optional;

/** What the bridge tells while it works. Steps count from 1. */
public sealed interface BridgeEvent {

    /** The project opened a connection, served by this backend. */
    record Connected(int backendPid) implements BridgeEvent {}

    record StepStarted(int index, int total, String revision) implements BridgeEvent {}

    /**
     * A step has run and its version row is written. Of a quick one nothing was told before.
     *
     * @param statements what it executed; empty if that was not asked for
     */
    record StepFinished(int index, int total, String revision, long millis, List<String> statements)
            implements BridgeEvent {}

    /** What a step has executed that did not come to its end. */
    record StepBroken(int index, String revision, List<String> statements) implements BridgeEvent {}

    /** The project's connection committed; the version rows are now these. */
    record Committed(List<String> rows) implements BridgeEvent {}

    /** The step's statements, or why they are not known. */
    record Rendered(Rendering rendering) implements BridgeEvent {}

    /** Empty for an event that this version does not know. */
    static Optional<BridgeEvent> parse(JsonObject line) throws MalformedJson {
        return switch (line.text("event")) {
            case "connected" -> Optional.of(new Connected(line.integer("backendPid")));
            case "step_started" ->
                Optional.of(new StepStarted(line.integer("index"), line.integer("total"), line.text("revision")));
            case "step_finished" ->
                Optional.of(new StepFinished(
                        line.integer("index"),
                        line.integer("total"),
                        line.text("revision"),
                        line.number("millis"),
                        line.has("statements") ? line.texts("statements") : List.of()));
            case "step_broken" ->
                Optional.of(new StepBroken(line.integer("index"), line.text("revision"), line.texts("statements")));
            case "committed" ->
                Optional.of(new Committed(line.texts("rows").stream().sorted().toList()));
            case "rendered" -> Optional.of(new Rendered(Answers.rendering(line)));
            default -> Optional.empty();
        };
    }
}
