package dev.stillhouse.runner.contract;

import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;

/** Reads the operator's request. */
public final class RequestReader {
    private RequestReader() {}

    public static RunRequest read(String json) throws MalformedJson {
        JsonObject request = Json.parse(json);
        int version = request.integer("version");
        if (version != RunRequest.VERSION) {
            throw new MalformedJson("it is of version " + version + ", and this runner knows " + RunRequest.VERSION);
        }
        return new RunRequest(
                version,
                request.text("run"),
                request.constant("operation", Operation.class),
                request.texts("targets"),
                request.constant("downgrade", DowngradePolicy.class),
                request.texts("approvals"),
                project(request.object("project")),
                session(request.object("session")),
                request.number("deadlineSeconds"));
    }

    private static RunRequest.Project project(JsonObject project) throws MalformedJson {
        return new RunRequest.Project(
                project.text("path"),
                project.text("config"),
                project.textOrNull("section"),
                project.textOrNull("urlVariable"),
                project.texts("x"));
    }

    private static RunRequest.Session session(JsonObject session) throws MalformedJson {
        return new RunRequest.Session(
                session.number("lockTimeoutMillis"),
                session.number("statementTimeoutMillis"),
                session.textOrNull("role"));
    }
}
