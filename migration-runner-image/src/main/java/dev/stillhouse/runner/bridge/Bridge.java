package dev.stillhouse.runner.bridge;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.Refusals;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
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
        return call("open", Project.open(request, url), event -> {}, Answers::versions);
    }

    public Result<Plan> plan(List<String> targets) {
        return call("plan", new JsonObject().put("targets", targets), event -> {}, Answers::plan);
    }

    /** Runs the plan; the value is the number of steps that ran. */
    public Result<Integer> apply(List<String> targets, Plan plan, Consumer<BridgeEvent> events) {
        JsonObject params = new JsonObject()
                .put("targets", targets)
                .put("direction", plan.direction() == Direction.DOWN ? "down" : "up")
                .put("expect", plan.revisions());
        return call("apply", params, events, result -> result.integer("steps"));
    }

    private interface Reader<T> {
        T read(JsonObject result) throws MalformedJson;
    }

    private <T> Result<T> call(String method, JsonObject params, Consumer<BridgeEvent> events, Reader<T> reader) {
        return switch (socket.call(method, params, events)) {
            case BridgeReply.Answer(JsonObject result) -> read(method, result, reader);
            case BridgeReply.Refused(var refusal) -> Result.failed(Refusals.trouble(refusal));
            case BridgeReply.Lost(String why) ->
                Result.failed(Reason.BridgeLost, "The project's process was lost: " + why + "." + process.lastWords());
        };
    }

    private static <T> Result<T> read(String method, JsonObject result, Reader<T> reader) {
        try {
            return Result.ok(reader.read(result));
        } catch (MalformedJson e) {
            return Result.failed(
                    Reason.ProtocolMismatch,
                    "The bridge's answer to " + method + " is not of this protocol: " + e.getMessage() + ".");
        }
    }

    /** Ends the call that is under way, from another thread, without waiting for the process. */
    public void abandon() {
        socket.close();
    }

    @Override
    public void close() {
        if (!process.isRestarted()) {
            socket.close();
        }
        process.close();
    }
}
