package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.pod.Containers;
import dev.stillhouse.operator.pod.DatabaseAccess;
import dev.stillhouse.operator.pod.ExtraVolumes;
import dev.stillhouse.operator.pod.Mounts;
import dev.stillhouse.operator.pod.RunnerSettings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The container in which the bridge runs: with the user's image, or with the runner's for a project in a ConfigMap. The
 * project is by itself there: it has neither the runner's request nor the credentials of the place for backups.
 */
final class ProjectContainer {
    private ProjectContainer() {}

    /** A backup and a restore have to be possible whatever state the application's image is in. */
    static boolean isNeeded(MigrationRun run) {
        return switch (run.getSpec().operation()) {
            case Migrate, Upgrade, Downgrade, Stamp, Observe -> true;
            case Backup, Restore, Verify, Unknown -> false;
        };
    }

    static Container create(MigrationRun run, PodTemplate extra, RunnerSettings settings) {
        var project = run.getSpec().project();
        var image = ProjectImage.of(project, settings);
        var overrides = Optional.ofNullable(extra.project());
        return new ContainerBuilder()
                .withName(Containers.PROJECT)
                .withImage(image.image())
                .withImagePullPolicy(image.pullPolicy())
                .withCommand(image.command())
                .withEnv(environment(project))
                .withEnvFrom(project.envFrom() == null ? List.of() : project.envFrom())
                .withVolumeMounts(mounts(project))
                .addAllToVolumeMounts(
                        DatabaseAccess.of(run.getSpec().database()).mounts())
                .addAllToVolumeMounts(ExtraVolumes.ofProject(extra))
                .withResources(
                        overrides.map(PodTemplate.ProjectContainer::resources).orElse(settings.projectResources()))
                .withSecurityContext(settings.security()
                        .container(overrides
                                .map(PodTemplate.ProjectContainer::securityContext)
                                .orElse(null)))
                .build();
    }

    private static List<VolumeMount> mounts(ProjectSpec project) {
        var mounts = new ArrayList<>(List.of(Mounts.shared(), Mounts.tmp(Mounts.PROJECT_TMP)));
        if (project.configMap() != null) {
            mounts.add(Mounts.project());
        }
        return mounts;
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
