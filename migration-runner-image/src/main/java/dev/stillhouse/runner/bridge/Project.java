package dev.stillhouse.runner.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.SqlAlchemyForm;

/** The parameters of {@code open}: the project, the database and the session's settings. */
final class Project {
    static final int PROTOCOL = 1;

    private Project() {}

    static JsonNode open(RunRequest request, DatabaseUrl url) {
        RunRequest.Project project = request.project();
        ObjectNode params = Json.MAPPER.createObjectNode();
        params.put("protocol", PROTOCOL).put("path", project.path()).put("config", project.config());
        if (project.section() != null) {
            params.put("section", project.section());
        }
        if (project.urlVariable() != null) {
            params.put("urlVariable", project.urlVariable());
        }
        project.x().forEach(params.putArray("xArguments")::add);
        params.set("database", database(url));
        params.set("session", session(request));
        return params;
    }

    private static ObjectNode database(DatabaseUrl url) {
        ObjectNode database = Json.MAPPER.createObjectNode();
        database.put("url", SqlAlchemyForm.url(url));
        // Several servers stand in one text, as libpq has them; the port is that of the first.
        database.put(
                "host",
                String.join(
                        ",", url.hosts().stream().map(DatabaseUrl.Host::name).toList()));
        database.put("port", url.hosts().getFirst().port());
        database.put("name", url.database()).put("user", url.user()).put("password", url.password());
        ObjectNode parameters = database.putObject("parameters");
        SqlAlchemyForm.parameters(url).forEach(parameters::put);
        return database;
    }

    private static ObjectNode session(RunRequest request) {
        RunRequest.Session settings = request.session();
        ObjectNode session = Json.MAPPER.createObjectNode();
        session.put("applicationName", "stillhouse " + request.run());
        session.put("lockTimeoutMillis", settings.lockTimeoutMillis());
        session.put("statementTimeoutMillis", settings.statementTimeoutMillis());
        if (settings.role() != null) {
            session.put("role", settings.role());
        }
        return session;
    }
}
