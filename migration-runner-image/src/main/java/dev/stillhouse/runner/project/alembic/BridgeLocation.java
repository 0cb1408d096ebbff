package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.project.MigrationProject;
import dev.stillhouse.runner.project.ProjectSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the bridge is.
 *
 * @param socket the socket of the project's container; absent: the bridge is started as a child
 * @param python the interpreter of a child
 * @param bridge the bridge's folder for a child
 */
public record BridgeLocation(@Nullable Path socket, String python, String bridge) implements ProjectSource {

    public static BridgeLocation from(Map<String, String> environment) {
        String socket = environment.get("STILLHOUSE_SOCKET");
        return new BridgeLocation(
                socket == null || socket.isEmpty() ? null : Path.of(socket),
                environment.getOrDefault("STILLHOUSE_PYTHON", "/opt/stillhouse/venv/bin/python"),
                environment.getOrDefault("STILLHOUSE_BRIDGE", "/opt/stillhouse/bridge"));
    }

    @Override
    public boolean inContainer() {
        return socket != null;
    }

    @Override
    public boolean awaitContainer(BooleanSupplier stopped) {
        return BridgeFinder.awaitContainer(this, stopped);
    }

    @Override
    public Result<MigrationProject> find(BooleanSupplier stopped) {
        return BridgeFinder.find(this, stopped).then(Result::ok);
    }

    @Override
    public void dismiss() throws IOException {
        BridgeFinder.dismiss(this);
    }
}
