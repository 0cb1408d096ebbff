package dev.stillhouse.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.operator.pod.BackupVolumes;
import dev.stillhouse.operator.pod.Containers;
import dev.stillhouse.operator.pod.Mounts;
import dev.stillhouse.operator.pod.RunnerSettings;
import dev.stillhouse.operator.pod.Security;
import dev.stillhouse.report.RunRequest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The container with the runner's image. */
final class RunnerContainer {
    private RunnerContainer() {}

    static Container create(RunOrder order, RunnerSettings settings, PodTemplate extra) {
        var run = order.run();
        return new ContainerBuilder()
                .withName(Containers.RUNNER)
                .withImage(settings.image())
                .withImagePullPolicy(settings.pullPolicy())
                .withArgs("run")
                .withEnv(environment(order))
                .withEnvFrom(
                        Placement.of(run) == Placement.CONFIG_MAP
                                        && run.getSpec().project().envFrom() != null
                                ? run.getSpec().project().envFrom()
                                : List.of())
                .withVolumeMounts(mounts(run))
                .addAllToVolumeMounts(order.volumes().map(BackupVolumes::mounts).orElse(List.of()))
                .withResources(Optional.ofNullable(extra.runner())
                        .map(PodTemplate.RunnerContainer::resources)
                        .orElse(settings.resources()))
                .withSecurityContext(Security.container())
                .build();
    }

    private static List<VolumeMount> mounts(MigrationRun run) {
        var tmp = Mounts.tmp(Mounts.RUNNER_TMP);
        return switch (Placement.of(run)) {
            case IMAGE -> List.of(Mounts.shared(), tmp);
            case CONFIG_MAP -> List.of(Mounts.project(), tmp);
            case NONE -> List.of(tmp);
        };
    }

    private static List<EnvVar> environment(RunOrder order) {
        var run = order.run();
        var project = run.getSpec().project();
        var secret = run.getSpec().database().urlFrom().secretKeyRef();
        var variables = new ArrayList<EnvVar>();
        variables.add(new EnvVar(RunRequest.VARIABLE, json(RunRequests.of(order)), null));
        variables.add(new EnvVarBuilder()
                .withName("STILLHOUSE_DATABASE_URL")
                .withNewValueFrom()
                .withNewSecretKeyRef(secret.key(), secret.name(), false)
                .endValueFrom()
                .build());
        if (Placement.of(run) == Placement.IMAGE) {
            variables.add(new EnvVar("STILLHOUSE_SOCKET", Mounts.SOCKET, null));
        } else if (Placement.of(run) == Placement.CONFIG_MAP && project.env() != null) {
            // The runner starts the project's Python itself and hands its environment on.
            variables.addAll(project.env());
        }
        variables.addAll(order.volumes().map(BackupVolumes::environment).orElse(List.of()));
        return variables;
    }

    private static String json(RunRequest request) {
        try {
            return Serialization.jsonMapper().writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request can be written as JSON", e);
        }
    }
}
