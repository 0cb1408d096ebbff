package dev.stillhouse.runner.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What the bridge tells while it applies. Steps count from 1. */
public sealed interface BridgeEvent {

    /** The project opened a connection, served by this backend. */
    record Connected(int backendPid) implements BridgeEvent {}

    record StepStarted(int index, int total, String revision) implements BridgeEvent {}

    record StepFinished(int index, int total, String revision, long millis) implements BridgeEvent {}

    /** The project's connection committed; the version rows are now these. */
    record Committed(List<String> rows) implements BridgeEvent {}

    /** Empty for an event that this version does not know. */
    static Optional<BridgeEvent> parse(JsonNode line) {
        int index = line.path("index").asInt();
        int total = line.path("total").asInt();
        String revision = line.path("revision").asText();
        return switch (line.path("event").asText()) {
            case "connected" ->
                Optional.of(new Connected(line.path("backendPid").asInt()));
            case "step_started" -> Optional.of(new StepStarted(index, total, revision));
            case "step_finished" ->
                Optional.of(new StepFinished(
                        index, total, revision, line.path("millis").asLong()));
            case "committed" -> Optional.of(new Committed(texts(line.path("rows"))));
            default -> Optional.empty();
        };
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .sorted()
                .toList();
    }
}
