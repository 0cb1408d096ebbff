package dev.stillhouse.operator.run;

import static java.util.Objects.requireNonNull;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.pod.Containers;
import dev.stillhouse.operator.pod.Mounts;
import dev.stillhouse.operator.pod.Security;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The container with the user's image, in which the bridge runs. */
final class ProjectContainer {
    private static final String AWAIT_BRIDGE_SH = script("await-bridge.sh");
    private static final String AWAIT_BRIDGE_PY = script("await-bridge.py");

    private ProjectContainer() {}

    static Container create(MigrationRun run, PodTemplate extra) {
        var project = run.getSpec().project();
        var overrides = Optional.ofNullable(extra.project());
        return new ContainerBuilder()
                .withName(Containers.PROJECT)
                .withImage(project.image())
                .withImagePullPolicy(Optional.ofNullable(project.imagePullPolicy())
                        .map(Enum::name)
                        .orElse(null))
                .withCommand(command(project))
                .withEnv(environment(project))
                .withEnvFrom(project.envFrom() == null ? List.of() : project.envFrom())
                .withVolumeMounts(Mounts.shared(), Mounts.tmp(Mounts.PROJECT_TMP))
                .withResources(
                        overrides.map(PodTemplate.ProjectContainer::resources).orElse(null))
                .withSecurityContext(Security.container(overrides
                        .map(PodTemplate.ProjectContainer::securityContext)
                        .orElse(null)))
                .build();
    }

    /**
     * Waits for the bridge, which the runner's container brings. Something of the image has to do that: its shell, or the
     * interpreter that is named.
     */
    private static List<String> command(ProjectSpec project) {
        var python = project.python();
        if (python == null) {
            return List.of("/bin/sh", "-c", AWAIT_BRIDGE_SH);
        }
        // As a person would say it in the project's folder.
        var isRelative = python.contains("/") && !python.startsWith("/");
        return List.of(isRelative ? requireNonNull(project.path()) + "/" + python : python, "-c", AWAIT_BRIDGE_PY);
    }

    private static String script(String name) {
        try (var source = requireNonNull(ProjectContainer.class.getResourceAsStream(name), name)) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The user's own variables come last, so that they win. */
    static List<EnvVar> environment(ProjectSpec project) {
        var variables = new ArrayList<EnvVar>();
        variables.add(variable("HOME", "/tmp"));
        variables.add(variable("TMPDIR", "/tmp"));
        // The order of independent revisions depends on it: plan and apply must see the same.
        variables.add(variable("PYTHONHASHSEED", "0"));
        variables.add(variable("PYTHONDONTWRITEBYTECODE", "1"));
        variables.add(variable("STILLHOUSE_SOCKET", Mounts.SOCKET));
        if (project.path() != null) {
            variables.add(variable("STILLHOUSE_PROJECT_PATH", project.path()));
        }
        if (project.env() != null) {
            variables.addAll(project.env());
        }
        return variables;
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVar(name, value, null);
    }
}
