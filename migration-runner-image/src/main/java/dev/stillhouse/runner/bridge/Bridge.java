package dev.stillhouse.runner.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.Refusals;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.util.List;
import java.util.function.Consumer;

/**
 * The requests of the protocol. Calls come from one thread; {@link #abandon()} may come from another, and the call that is
 * under way then fails with {@link Reason#BridgeLost}.
 */
public final class Bridge implements AutoCloseable {
    private final BridgeProcess process;
    private final BridgeSocket socket;

    Bridge(BridgeProcess process, BridgeSocket socket) {
        this.process = process;
        this.socket = socket;
    }

    /** The versions that the project runs with. */
    public record Versions(int protocol, String python, String alembic, String sqlalchemy) {}

    public Result<Versions> open(RunRequest request, DatabaseUrl url) {
        return call("open", Project.open(request, url), Versions.class, event -> {});
    }

    public Result<Plan> plan(List<String> targets) {
        ObjectNode params = Json.MAPPER.createObjectNode();
        targets.forEach(params.putArray("targets")::add);
        return call("plan", params, Plan.class, event -> {});
    }

    /** Runs the plan; the value is the number of steps that ran. */
    public Result<Integer> apply(List<String> targets, Plan plan, Consumer<BridgeEvent> events) {
        ObjectNode params = Json.MAPPER.createObjectNode();
        targets.forEach(params.putArray("targets")::add);
        params.put("direction", plan.direction() == Direction.DOWN ? "down" : "up");
        plan.revisions().forEach(params.putArray("expect")::add);
        return call("apply", params, JsonNode.class, events)
                .then(result -> Result.ok(result.path("steps").asInt()));
    }

    private <T> Result<T> call(String method, JsonNode params, Class<T> type, Consumer<BridgeEvent> events) {
        return switch (socket.call(method, params, events)) {
            case BridgeReply.Answer(JsonNode result) -> read(method, result, type);
            case BridgeReply.Refused(var refusal) -> Result.failed(Refusals.trouble(refusal));
            case BridgeReply.Lost(String why) ->
                Result.failed(Reason.BridgeLost, "The project's process was lost: " + why + "." + process.lastWords());
        };
    }

    private static <T> Result<T> read(String method, JsonNode result, Class<T> type) {
        try {
            return Result.ok(Json.MAPPER.treeToValue(result, type));
        } catch (JsonProcessingException e) {
            return Result.failed(
                    Reason.ProtocolMismatch,
                    "The bridge's answer to " + method + " is not of this protocol: " + e.getOriginalMessage());
        }
    }

    /** Ends the call that is under way, from another thread, without waiting for the process. */
    public void abandon() {
        socket.close();
    }

    @Override
    public void close() {
        socket.close();
        process.close();
    }
}
