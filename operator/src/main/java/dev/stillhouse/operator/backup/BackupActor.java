package dev.stillhouse.operator.backup;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.operator.OperatorConfig;
import dev.stillhouse.operator.backup.BackupDecision.AwaitDeletion;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.Refusals;
import dev.stillhouse.operator.cluster.Sentence;
import dev.stillhouse.operator.cluster.VeryObject;
import dev.stillhouse.operator.pod.JobEnd;
import dev.stillhouse.operator.pod.RunnerSettings;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Carries out what was decided about a backup. Each write is safe to repeat. */
@ApplicationScoped
class BackupActor {
    private final KubernetesClient client;
    private final RunnerSettings settings;

    BackupActor(KubernetesClient client, OperatorConfig config) {
        this.client = client;
        this.settings = RunnerSettings.of(config.runner());
    }

    /** Returns what came of it: the decision itself, unless Kubernetes refused to carry it out. */
    BackupDecision act(BackupSnapshot world, BackupDecision decision) {
        switch (decision) {
            case BackupDecision.Discard discard -> delete(world.backup());
            case BackupDecision.Keep keep -> keep.surplus().forEach(this::mark);
            case BackupDecision.DeleteFiles(var attempt) -> {
                return launch(world, decision, attempt);
            }
            case BackupDecision.Follow follow -> {}
            case BackupDecision.Conclude conclude -> {}
            case BackupDecision.Defer defer -> {}
            case BackupDecision.AwaitDeletion await -> {}
            case BackupDecision.RetryDeletion retry -> {}
            case BackupDecision.Release release -> {
                end(world);
                delete(world.backup());
            }
            case BackupDecision.Found found -> {}
            case BackupDecision.Unknown unknown -> {}
            case BackupDecision.Refuse refuse -> {}
        }
        return decision;
    }

    private void delete(MigrationBackup backup) {
        VeryObject.delete(client, backup);
    }

    /** A Job whose runner has ended may have a pod that runs on, with a container that somebody added. */
    private void end(BackupSnapshot world) {
        world.job()
                .filter(job -> DeletionDecider.isOwn(world, job) && JobEnd.isOpen(job))
                .ifPresent(job -> client.resource(job)
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete());
    }

    /** What retention wants deleted goes the way of what a person wants deleted. */
    private void mark(MigrationBackup backup) {
        try {
            VeryObject.annotate(
                    client, backup, Labels.DELETE_FILES, backup.getMetadata().getUid());
        } catch (KubernetesClientException e) {
            if (!Refusals.isAbsent(e)) {
                throw e;
            }
        }
    }

    private BackupDecision launch(BackupSnapshot world, BackupDecision decision, int attempt) {
        var job = DeletionJobs.create(world.backup(), attempt, settings);
        var violations = settings.rules().violations(job.getSpec().getTemplate(), "spec.podTemplate");
        if (!violations.isEmpty()) {
            return new AwaitDeletion(
                    Reason.PodNotAllowed,
                    "The pod that deletes the files is not allowed. " + String.join(" ", violations));
        }
        end(world);
        try {
            client.resource(job).create();
            return decision;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HTTP_CONFLICT) {
                // A Job of this name exists; the next look at it tells whether it is ours.
                return decision;
            }
            if (isNamespaceLeaving(e)) {
                return new AwaitDeletion(
                        Reason.FilesKept,
                        "The namespace is being deleted, so that no Job can delete the files: they stay at %s in the place for backups."
                                .formatted(world.backup().getSpec().location()));
            }
            if (Refusals.isFinal(e)) {
                return new AwaitDeletion(
                        Reason.PodBlocked,
                        "Kubernetes refuses the Job that deletes the files: " + Sentence.of(Refusals.words(e)));
            }
            throw e;
        }
    }

    /** Nothing can be created in a namespace that is being deleted. */
    private static boolean isNamespaceLeaving(KubernetesClientException e) {
        return Refusals.isAbsent(e)
                || Optional.ofNullable(e.getStatus())
                        .map(Status::getDetails)
                        .map(StatusDetails::getCauses)
                        .orElse(List.of())
                        .stream()
                        .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
    }
}
