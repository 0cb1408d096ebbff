package dev.stillhouse.runner.bridge;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.DatabaseUrl.Host;
import dev.stillhouse.runner.url.SqlAlchemyForm;

/** The parameters of {@code open}: the project, the database and the session's settings. */
final class Project {
    static final int PROTOCOL = 1;

    private Project() {}

    static JsonObject open(RunRequest request, DatabaseUrl url) {
        RunRequest.Project project = request.project();
        return new JsonObject()
                .put("protocol", PROTOCOL)
                .put("path", project.path())
                .put("config", project.config())
                .put("section", project.section())
                .put("urlVariable", project.urlVariable())
                .put("xArguments", project.x())
                .put("hook", project.hook())
                .put("database", database(url))
                .put("session", session(request));
    }

    private static JsonObject database(DatabaseUrl url) {
        JsonObject parameters = new JsonObject();
        SqlAlchemyForm.parameters(url).forEach(parameters::put);
        // Several servers stand in one text, as libpq has them; the port is that of the first.
        String hosts = String.join(",", url.hosts().stream().map(Host::name).toList());
        return new JsonObject()
                .put("url", SqlAlchemyForm.url(url))
                .put("host", hosts)
                .put("port", url.hosts().getFirst().port())
                .put("name", url.database())
                .put("user", url.user())
                .put("password", url.password())
                .put("parameters", parameters);
    }

    private static JsonObject session(RunRequest request) {
        RunRequest.Session settings = request.session();
        return new JsonObject()
                .put("applicationName", "stillhouse " + request.run())
                .put("lockTimeoutMillis", settings.lockTimeoutMillis())
                .put("statementTimeoutMillis", settings.statementTimeoutMillis())
                .put("role", settings.role());
    }
}
