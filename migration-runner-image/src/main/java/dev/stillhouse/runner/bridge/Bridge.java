package dev.stillhouse.runner.bridge;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.Refusals;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.NewRevision;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.StampedRows;
import dev.stillhouse.runner.model.WrittenRevision;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of the protocol. Calls come from one thread; {@link #abandon()} may come from another, and the call that is
 * under way then fails with {@link Reason#BridgeLost}.
 */
public final class Bridge implements AutoCloseable {
    /** For the end of a process that has hung up by itself: it is at hand, but for a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** For that of a process from which the runner has hung up; whatever else it does, the run has to end now. */
    private static final Duration SOON = Duration.ofMillis(500);

    private final BridgeProcess process;
    private final BridgeSocket socket;
    private volatile boolean abandoned;

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

    /**
     * What the steps of the plan would send to the server, in order. It is asked after {@link #plan}, as it starts from the
     * version rows that were read there; nothing is executed.
     */
    public Result<List<Rendering>> render(List<String> targets, Plan plan) {
        List<Rendering> renderings = new ArrayList<>();
        Consumer<BridgeEvent> events = event -> {
            if (event instanceof BridgeEvent.Rendered(Rendering rendering)) {
                renderings.add(rendering);
            }
        };
        return call("render", planned(targets, plan), events, result -> {
            if (renderings.size() != plan.steps().size()) {
                throw new MalformedJson(
                        renderings.size() + " of " + plan.steps().size() + " steps were rendered");
            }
            return List.copyOf(renderings);
        });
    }

    /**
     * Runs the plan; the value is the number of steps that ran.
     *
     * @param sql whether each step is to tell what it executed
     */
    public Result<Integer> apply(List<String> targets, Plan plan, boolean sql, Consumer<BridgeEvent> events) {
        JsonObject params = planned(targets, plan).put("sql", sql);
        return call("apply", params, events, result -> result.integer("steps"));
    }

    /**
     * The whole history.
     *
     * @param current whether to ask env.py and the database too
     */
    public Result<Graph> graph(boolean current) {
        return call("graph", new JsonObject().put("current", current), event -> {}, GraphAnswers::graph);
    }

    /** The full identifiers of what Alembic's expressions mean. */
    public Result<List<String>> select(List<String> expressions) {
        return select(new JsonObject().put("expressions", expressions));
    }

    /**
     * The revisions of a range as {@code alembic history -r} understands it, newest first.
     *
     * @param rows the version rows that {@code current} means in it
     */
    public Result<List<String>> selectRange(String range, List<String> rows) {
        return select(new JsonObject().put("range", range).put("rows", rows));
    }

    private Result<List<String>> select(JsonObject params) {
        return call("select", params, event -> {}, result -> result.texts("revisions"));
    }

    /** The rows that {@link #stamp} would write. */
    public Result<StampedRows> planStamp(List<String> targets, boolean purge) {
        JsonObject params = stamping(targets, purge).put("plan", true);
        return call("stamp", params, event -> {}, Answers::stampedRows);
    }

    /**
     * Writes version rows without running revisions.
     *
     * @param purge clears the table first, of unknown rows too
     * @param expect the rows that must be there before
     */
    public Result<StampedRows> stamp(
            List<String> targets, boolean purge, List<String> expect, Consumer<BridgeEvent> events) {
        JsonObject params = stamping(targets, purge).put("expect", expect).put("plan", false);
        return call("stamp", params, events, Answers::stampedRows);
    }

    private static JsonObject stamping(List<String> targets, boolean purge) {
        return new JsonObject().put("targets", targets).put("purge", purge);
    }

    /** What autogenerate would change, in words. */
    public Result<List<String>> check() {
        return call("check", new JsonObject(), event -> {}, result -> result.texts("differences"));
    }

    /** Writes a revision file: one, or as many as the project's directives want. */
    public Result<List<WrittenRevision>> revision(NewRevision revision) {
        JsonObject params = new JsonObject()
                .put("message", revision.message())
                .put("autogenerate", revision.autogenerate())
                .put("head", revision.head())
                .put("splice", revision.splice())
                .put("branchLabels", revision.branchLabels())
                .put("dependsOn", revision.dependsOn())
                .put("versionPath", revision.versionPath())
                .put("revisionId", revision.revisionId());
        return call("revision", params, event -> {}, Answers::written);
    }

    /**
     * Writes a revision file that merges these revisions.
     *
     * @param revisions empty means all heads
     */
    public Result<List<WrittenRevision>> merge(
            List<String> revisions, @Nullable String message, List<String> branchLabels, @Nullable String revisionId) {
        JsonObject params = new JsonObject()
                .put("revisions", revisions)
                .put("message", message)
                .put("branchLabels", branchLabels)
                .put("revisionId", revisionId);
        return call("merge", params, event -> {}, Answers::written);
    }

    private static JsonObject planned(List<String> targets, Plan plan) {
        return new JsonObject()
                .put("targets", targets)
                .put("direction", plan.direction() == Direction.DOWN ? "down" : "up")
                .put("expect", plan.revisions());
    }

    private interface Reader<T> {
        T read(JsonObject result) throws MalformedJson;
    }

    private <T> Result<T> call(String method, JsonObject params, Consumer<BridgeEvent> events, Reader<T> reader) {
        return switch (socket.call(method, params, events)) {
            case BridgeReply.Answer(JsonObject result) -> read(method, result, reader);
            case BridgeReply.Refused(var refusal) -> Result.failed(Refusals.trouble(refusal));
            case BridgeReply.Lost(String why) ->
                Result.failed(
                        Reason.BridgeLost,
                        "The project's process was lost: " + why + "."
                                + process.lastWords(abandoned ? SOON : PATIENCE));
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
        abandoned = true;
        socket.close();
    }

    @Override
    public void close() {
        socket.close();
        process.close();
    }
}
