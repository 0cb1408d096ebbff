package dev.stillhouse.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.operator.pod.BackupVolumes;
import dev.stillhouse.operator.pod.Containers;
import dev.stillhouse.operator.pod.DatabaseAccess;
import dev.stillhouse.operator.pod.ExtraVolumes;
import dev.stillhouse.operator.pod.Mounts;
import dev.stillhouse.operator.pod.RunnerSettings;
import dev.stillhouse.operator.pod.ScratchVolume;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.CopyPlace;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.RunRequest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
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
        var overrides = Optional.ofNullable(extra.runner());
        return new ContainerBuilder()
                .withName(Containers.RUNNER)
                .withImage(settings.image())
                .withImagePullPolicy(settings.pullPolicy())
                .withArgs("run")
                .withEnv(environment(order, settings))
                .withVolumeMounts(mounts(run))
                .addAllToVolumeMounts(
                        DatabaseAccess.of(run.getSpec().database()).mounts())
                .addAllToVolumeMounts(
                        CopyServer.another(order).map(DatabaseAccess::mounts).orElse(List.of()))
                .addAllToVolumeMounts(
                        order.scratch().map(ScratchVolume::mount).stream().toList())
                .addAllToVolumeMounts(order.volumes().map(BackupVolumes::mounts).orElse(List.of()))
                .addAllToVolumeMounts(ExtraVolumes.ofRunner(extra))
                .withResources(
                        overrides.map(PodTemplate.RunnerContainer::resources).orElse(settings.resources()))
                .withSecurityContext(settings.security()
                        .runner(overrides
                                .map(PodTemplate.RunnerContainer::securityContext)
                                .orElse(null)))
                .build();
    }

    private static List<VolumeMount> mounts(MigrationRun run) {
        var tmp = Mounts.tmp(Mounts.RUNNER_TMP);
        return ProjectContainer.isNeeded(run) ? List.of(Mounts.shared(), tmp) : List.of(tmp);
    }

    private static List<EnvVar> environment(RunOrder order, RunnerSettings settings) {
        var run = order.run();
        var variables = new ArrayList<EnvVar>();
        variables.add(new EnvVar(RunRequest.VARIABLE, json(RunRequests.of(order)), null));
        if (needsDatabase(order)) {
            variables.addAll(DatabaseAccess.of(run.getSpec().database()).environment());
        }
        CopyServer.another(order).ifPresent(server -> variables.addAll(server.environment()));
        if (ProjectContainer.isNeeded(run)) {
            variables.add(new EnvVar("STILLHOUSE_SOCKET", Mounts.SOCKET, null));
        }
        order.scratch().map(scratch -> scratch.environment(settings.space())).ifPresent(variables::add);
        order.volumes().ifPresent(volumes -> variables.addAll(volumes.environment()));
        return variables;
    }

    /** A verification does only if its copy is to be made there. */
    private static boolean needsDatabase(RunOrder order) {
        var spec = order.run().getSpec();
        return spec.operation() != Operation.Verify
                || (spec.copiesOrDefault().whereOrDefault() == CopyPlace.SameServer
                        && order.verification().orElseThrow() == BackupVerification.Restore);
    }

    private static String json(RunRequest request) {
        try {
            return Serialization.jsonMapper().writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request can be written as JSON", e);
        }
    }
}
