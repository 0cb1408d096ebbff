package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.LockKey;
import dev.stillhouse.runner.model.RunLocks;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.DatabaseUrl.Form;
import dev.stillhouse.runner.url.DatabaseUrl.Host;
import dev.stillhouse.runner.url.SqlAlchemyForm;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of {@code open}: the project, the database and the session's settings. */
final class OpenRequest {
    static final int PROTOCOL = 1;

    private OpenRequest() {}

    /** @param passwordFile has the password, anew, where the URL has none */
    static JsonObject open(RunRequest request, DatabaseUrl url, @Nullable Path passwordFile, @Nullable RunLocks locks) {
        RunRequest.Project project = request.project();
        return new JsonObject()
                .put("protocol", PROTOCOL)
                .put("path", project.path())
                .put("config", project.config())
                .put("section", project.section())
                .put("urlVariable", project.urlVariable())
                .put("xArguments", project.x())
                .put("hook", project.hook())
                .put("database", database(url, passwordFile))
                .put("session", session(request.session(), SessionName.of(request)))
                .put("locks", locks == null ? null : locks(locks));
    }

    /** The {@code copy} of a request. */
    static JsonObject copy(DatabaseUrl copy, RunRequest.Session session, String applicationName, RunLocks locks) {
        return new JsonObject()
                .put("database", database(copy, null))
                .put("session", session(session, applicationName))
                .put("locks", locks(locks));
    }

    private static JsonObject database(DatabaseUrl url, @Nullable Path passwordFile) {
        JsonObject parameters = new JsonObject();
        SqlAlchemyForm.parameters(url).forEach(parameters::put);
        return new JsonObject()
                .put("url", SqlAlchemyForm.url(url))
                .put("written", url.form() == Form.LIBPQ ? url.written() : null)
                .put("hosts", url.hosts().stream().map(OpenRequest::host).toList())
                .put("name", url.database())
                .put("user", url.user())
                .put("password", url.password())
                .put("passwordFile", passwordFile == null ? null : passwordFile.toString())
                .put("parameters", parameters);
    }

    private static JsonObject host(Host host) {
        return new JsonObject().put("host", host.name()).put("port", host.port());
    }

    private static JsonObject locks(RunLocks locks) {
        return new JsonObject()
                .put("database", keys(RunLocks.DATABASE))
                .put("runner", keys(locks.runner()))
                .put("sessions", keys(locks.sessions()))
                .put("work", keys(RunLocks.WORK));
    }

    private static List<Integer> keys(LockKey lock) {
        return List.of(lock.classId(), lock.objectId());
    }

    private static JsonObject session(RunRequest.Session settings, String applicationName) {
        return new JsonObject()
                .put("applicationName", applicationName)
                .put("lockTimeoutMillis", settings.lockTimeoutMillis())
                .put("statementTimeoutMillis", settings.statementTimeoutMillis())
                .put("role", settings.role());
    }
}
