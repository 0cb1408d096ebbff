package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.BridgeTroubles;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.login.TokenFile;
import dev.stillhouse.runner.login.Tokens;
import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.NewRevision;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.RenderedPlan;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.RowLoss;
import dev.stillhouse.runner.model.RunLocks;
import dev.stillhouse.runner.model.StampedRows;
import dev.stillhouse.runner.model.WrittenRevision;
import dev.stillhouse.runner.project.Hold;
import dev.stillhouse.runner.project.MigrationProject;
import dev.stillhouse.runner.project.ProjectEvent;
import dev.stillhouse.runner.project.ProjectInCopy;
import dev.stillhouse.runner.project.ProjectListener;
import dev.stillhouse.runner.url.Auth;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A project with Alembic: the requests of the bridge's protocol. */
final class AlembicProject implements MigrationProject {
    /** For the end of a process that has hung up by itself: it is at hand, but for a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** For that of a process from which the runner has hung up; whatever else it does, the run has to end now. */
    private static final Duration SOON = Duration.ofMillis(500);

    private final BridgeProcess process;
    private final BridgeSocket socket;
    private final Path passwords;
    private volatile boolean abandoned;
    private volatile @Nullable TokenFile password;

    /** @param passwords where a password can lie that the project is to see too */
    AlembicProject(BridgeProcess process, BridgeSocket socket, Path passwords) {
        this.process = process;
        this.socket = socket;
        this.passwords = passwords;
    }

    /** The versions that the project runs with. */
    record Versions(int protocol, String python, String alembic, String sqlalchemy) {

        String sentence() {
            return "The project runs with Python " + python + ", Alembic " + alembic + " and SQLAlchemy " + sqlalchemy
                    + ".";
        }
    }

    @Override
    public Result<String> open(RunRequest request, DatabaseUrl url, @Nullable RunLocks locks) {
        Auth auth = url.auth();
        if (auth == null) {
            return open(OpenRequest.open(request, url, null, locks));
        }
        // It connects when it likes to, and may be another user, whose container shares this folder with nobody else's.
        return TokenFile.keep(passwords, "rw-r--r--", () -> Tokens.make(url, auth), TokenFile.RENEWAL)
                .then(file -> {
                    password = file;
                    return open(OpenRequest.open(request, url, file.path(), locks));
                });
    }

    private Result<String> open(JsonObject params) {
        return call("open", params, event -> {}, Answers::versions).then(versions -> Result.ok(versions.sentence()));
    }

    @Override
    public Result<Plan> plan(List<String> targets, Set<Direction> goOn) {
        return call("plan", planning(targets, goOn), event -> {}, Answers::plan);
    }

    private static JsonObject planning(List<String> targets, Set<Direction> goOn) {
        List<String> directions =
                goOn.stream().map(AlembicProject::text).sorted().toList();
        return new JsonObject().put("targets", targets).put("goOn", directions);
    }

    @Override
    public Result<RenderedPlan> render(List<String> targets, Plan plan) {
        List<Rendering> renderings = new ArrayList<>();
        ProjectListener listener = event -> {
            if (event instanceof ProjectEvent.Rendered(Rendering rendering)) {
                renderings.add(rendering);
            }
        };
        return call("render", planned(targets, plan), listener, result -> {
            if (renderings.size() != plan.steps().size()) {
                throw new MalformedJson(
                        renderings.size() + " of " + plan.steps().size() + " steps were rendered");
            }
            return new RenderedPlan(renderings, Answers.files(result));
        });
    }

    @Override
    public Result<Integer> apply(
            List<String> targets,
            Plan plan,
            boolean sql,
            boolean guarded,
            List<RowLoss> rows,
            @Nullable Hold hold,
            ProjectListener listener) {
        JsonObject params = planned(targets, plan)
                .put("sql", sql)
                .put("guard", guarded)
                .put("rows", rows.stream().map(AlembicProject::order).toList())
                .put("hold", hold == null ? null : held(hold));
        return call("apply", params, listener, result -> result.integer("steps"));
    }

    @Override
    public ProjectInCopy inCopy(DatabaseUrl copy, RunRequest.Session session, String applicationName, RunLocks locks) {
        JsonObject place = OpenRequest.copy(copy, session, applicationName, locks);
        return new ProjectInCopy() {
            @Override
            public Result<Plan> plan(List<String> targets, Set<Direction> goOn) {
                return call("plan", planning(targets, goOn).put("copy", place), event -> {}, Answers::plan);
            }

            @Override
            public Result<Integer> apply(List<String> targets, Plan plan, ProjectListener listener) {
                return call(
                        "apply",
                        planned(targets, plan).put("copy", place).put("observe", true),
                        listener,
                        result -> result.integer("steps"));
            }
        };
    }

    private static String text(Direction direction) {
        return direction == Direction.DOWN ? "down" : "up";
    }

    private static JsonObject order(RowLoss rows) {
        return new JsonObject()
                .put("revision", rows.revision())
                .put("statement", rows.statement())
                .put("table", rows.tableInSql())
                .put("columns", rows.columns())
                .put("affected", rows.affected());
    }

    private static JsonObject held(Hold hold) {
        return new JsonObject()
                .put("step", hold.step())
                .put("last", hold.last())
                .put("tables", hold.tables());
    }

    @Override
    public Result<Graph> graph(boolean current) {
        return call("graph", new JsonObject().put("current", current), event -> {}, GraphAnswers::graph);
    }

    @Override
    public Result<List<String>> select(List<String> expressions) {
        return select(new JsonObject().put("expressions", expressions));
    }

    @Override
    public Result<List<String>> selectRange(String range, List<String> rows) {
        return select(new JsonObject().put("range", range).put("rows", rows));
    }

    private Result<List<String>> select(JsonObject params) {
        return call("select", params, event -> {}, result -> result.texts("revisions"));
    }

    @Override
    public Result<StampedRows> planStamp(List<String> targets, boolean purge) {
        JsonObject params = stamping(targets, purge).put("plan", true);
        return call("stamp", params, event -> {}, Answers::stampedRows);
    }

    @Override
    public Result<StampedRows> stamp(
            List<String> targets, boolean purge, List<String> expect, ProjectListener listener) {
        JsonObject params = stamping(targets, purge).put("expect", expect).put("plan", false);
        return call("stamp", params, listener, Answers::stampedRows);
    }

    private static JsonObject stamping(List<String> targets, boolean purge) {
        return new JsonObject().put("targets", targets).put("purge", purge);
    }

    @Override
    public Result<List<String>> check() {
        return call("check", new JsonObject(), event -> {}, result -> result.texts("differences"));
    }

    @Override
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

    @Override
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
                .put("direction", text(plan.direction()))
                .put("expect", plan.revisions());
    }

    private interface Reader<T> {
        T read(JsonObject result) throws MalformedJson;
    }

    private <T> Result<T> call(String method, JsonObject params, ProjectListener listener, Reader<T> reader) {
        return switch (socket.call(method, params, listener)) {
            case BridgeReply.Answer(JsonObject result) -> read(method, result, reader);
            case BridgeReply.Refused(var refusal) -> Result.failed(BridgeTroubles.trouble(refusal));
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

    @Override
    public void abandon() {
        abandoned = true;
        socket.close();
    }

    @Override
    public void close() {
        socket.close();
        // It may connect until it has ended.
        process.end();
        TokenFile file = password;
        if (file != null) {
            file.close();
        }
        process.close();
    }
}
