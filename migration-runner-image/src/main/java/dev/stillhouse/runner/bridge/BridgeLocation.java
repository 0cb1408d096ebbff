package dev.stillhouse.runner.bridge;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the bridge is.
 *
 * @param socket the socket of the project's container; absent: the bridge is started as a child
 * @param python the interpreter of a child
 * @param bridge the bridge's folder for a child
 */
public record BridgeLocation(@Nullable Path socket, String python, String bridge) {

    public static BridgeLocation from(Map<String, String> environment) {
        String socket = environment.get("STILLHOUSE_SOCKET");
        return new BridgeLocation(
                socket == null || socket.isEmpty() ? null : Path.of(socket),
                environment.getOrDefault("STILLHOUSE_PYTHON", "/opt/stillhouse/venv/bin/python"),
                environment.getOrDefault("STILLHOUSE_BRIDGE", "/opt/stillhouse/bridge"));
    }
}
