package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.pod.Containers;
import dev.stillhouse.operator.pod.Mounts;
import dev.stillhouse.operator.pod.Security;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The container with the user's image, in which the bridge runs. */
final class ProjectContainer {
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
                // The image may have no shell, so a static one is brought along.
                .withCommand(Mounts.SHARED_PATH + "/busybox", "sh", Mounts.SHARED_PATH + "/start-bridge")
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
        if (project.python() != null) {
            variables.add(variable("STILLHOUSE_PYTHON", project.python()));
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
