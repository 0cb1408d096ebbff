package dev.stillhouse.operator.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.operator.cluster.Digests;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.pod.BackupVolumes;
import dev.stillhouse.operator.pod.Containers;
import dev.stillhouse.operator.pod.ExtraVolumes;
import dev.stillhouse.operator.pod.Mounts;
import dev.stillhouse.operator.pod.Pods;
import dev.stillhouse.operator.pod.RunnerSettings;
import dev.stillhouse.operator.pod.ScratchVolume;
import dev.stillhouse.report.DeletionRequest;
import dev.stillhouse.report.RunRequest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the Job that deletes the files of a backup. It has no owner: one that is deleted in the foreground would take
 * the Job with it before the files are gone. It goes by itself some time after its end.
 */
final class DeletionJobs {
    private static final int MAX_NAME = 63;
    private static final Duration DEADLINE = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofHours(1);

    /** As large as it is where no manifest says otherwise. */
    private static final ScratchVolume SCRATCH = new ScratchVolume(null);

    private DeletionJobs() {}

    static String name(MigrationBackup backup, int attempt) {
        var suffix = "-delete-" + attempt;
        return Digests.shorten(backup.getMetadata().getName(), MAX_NAME - suffix.length()) + suffix;
    }

    static Job create(MigrationBackup backup, int attempt, RunnerSettings settings) {
        var meta = backup.getMetadata();
        var volumes = new BackupVolumes(backup.getSpec().storage());
        var extra = Pods.orNone(backup.getSpec().podTemplate());
        var labels = Labels.ofDeletion(backup.getSpec().migrationRef().name(), meta.getName());
        return new JobBuilder()
                .withNewMetadata()
                .withName(name(backup, attempt))
                .withNamespace(meta.getNamespace())
                .withLabels(labels)
                .withAnnotations(Map.of(Labels.BACKUP, meta.getName(), Labels.BACKUP_UID, meta.getUid()))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withCompletions(1)
                .withParallelism(1)
                .withPodReplacementPolicy("Failed")
                .withActiveDeadlineSeconds(DEADLINE.toSeconds())
                .withTtlSecondsAfterFinished((int) KEPT.toSeconds())
                .withTemplate(Pods.create(
                        extra,
                        labels,
                        List.of(container(backup, volumes, extra, settings)),
                        List.of(
                                Mounts.temporary(Mounts.RUNNER_TMP, settings.space()),
                                SCRATCH.volume(settings.space())),
                        Optional.of(volumes),
                        settings))
                .endSpec()
                .build();
    }

    private static Container container(
            MigrationBackup backup, BackupVolumes volumes, PodTemplate extra, RunnerSettings settings) {
        var overrides = Optional.ofNullable(extra.runner());
        return new ContainerBuilder()
                .withName(Containers.RUNNER)
                .withImage(settings.image())
                .withImagePullPolicy(settings.pullPolicy())
                .withArgs("delete-backup")
                .withEnv(
                        new EnvVar(RunRequest.VARIABLE, request(backup, volumes), null),
                        SCRATCH.environment(settings.space()))
                .addAllToEnv(volumes.environment())
                .withVolumeMounts(Mounts.tmp(Mounts.RUNNER_TMP), SCRATCH.mount())
                .addAllToVolumeMounts(volumes.mounts())
                .addAllToVolumeMounts(ExtraVolumes.ofRunner(extra))
                .withResources(
                        overrides.map(PodTemplate.RunnerContainer::resources).orElse(settings.resources()))
                .withSecurityContext(settings.security()
                        .runner(overrides
                                .map(PodTemplate.RunnerContainer::securityContext)
                                .orElse(null)))
                .build();
    }

    private static String request(MigrationBackup backup, BackupVolumes volumes) {
        try {
            return Serialization.jsonMapper()
                    .writeValueAsString(new DeletionRequest(
                            RunRequest.VERSION, backup.getSpec().location(), volumes.asSeenInPod()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request can be written as JSON", e);
        }
    }
}
