package dev.stillhouse.operator.run;

import static java.util.Objects.requireNonNull;

import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.pod.RunnerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The image of the project's container and what is started in it: it waits for the bridge, which the runner's container
 * brings. Something of the image has to do that: its shell, or an interpreter that is known.
 */
record ProjectImage(String image, @Nullable String pullPolicy, List<String> command) {
    private static final String AWAIT_BRIDGE_SH = script("await-bridge.sh");
    private static final String AWAIT_BRIDGE_PY = script("await-bridge.py");

    /** The Python of the runner's image that has Alembic. */
    private static final String OWN_PYTHON = "/opt/stillhouse/venv/bin/python";

    static ProjectImage of(ProjectSpec project, RunnerSettings settings) {
        var image = project.image();
        return image == null
                ? new ProjectImage(settings.image(), settings.pullPolicy(), with(OWN_PYTHON))
                : new ProjectImage(
                        image,
                        Optional.ofNullable(project.imagePullPolicy())
                                .map(Enum::name)
                                .orElse(null),
                        command(project));
    }

    private static List<String> command(ProjectSpec project) {
        var python = project.python();
        if (python == null) {
            return List.of("/bin/sh", "-c", AWAIT_BRIDGE_SH);
        }
        // As a person would say it in the project's folder.
        var isRelative = python.contains("/") && !python.startsWith("/");
        return with(isRelative ? requireNonNull(project.path()) + "/" + python : python);
    }

    private static List<String> with(String python) {
        return List.of(python, "-c", AWAIT_BRIDGE_PY);
    }

    private static String script(String name) {
        try (var source = requireNonNull(ProjectImage.class.getResourceAsStream(name), name)) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
