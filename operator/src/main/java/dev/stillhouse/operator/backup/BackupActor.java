package dev.stillhouse.operator.backup;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.operator.OperatorConfig;
import dev.stillhouse.operator.backup.BackupDecision.AwaitDeletion;
import dev.stillhouse.operator.backup.BackupDecision.Release;
import dev.stillhouse.operator.cluster.Sentence;
import dev.stillhouse.operator.pod.RunnerSettings;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Carries out what was decided about a backup. Each write is safe to repeat. */
@ApplicationScoped
class BackupActor {
    private static final int HTTP_UNPROCESSABLE = 422;

    /** Answers that do not change by asking again: a quota or a policy has to. */
    private static final Set<Integer> REFUSALS = Set.of(HTTP_BAD_REQUEST, HTTP_FORBIDDEN, HTTP_UNPROCESSABLE);

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
            case BackupDecision.Keep(var surplus, var next) -> surplus.forEach(this::delete);
            case BackupDecision.DeleteFiles(var attempt) -> {
                return launch(world, decision, attempt);
            }
            case BackupDecision.Follow follow -> {}
            case BackupDecision.Conclude conclude -> {}
            case BackupDecision.Defer defer -> {}
            case BackupDecision.AwaitDeletion await -> {}
            case BackupDecision.RetryDeletion retry -> {}
            case BackupDecision.Release release -> {}
        }
        return decision;
    }

    private void delete(MigrationBackup backup) {
        client.resource(backup).delete();
    }

    private BackupDecision launch(BackupSnapshot world, BackupDecision decision, int attempt) {
        try {
            client.resource(DeletionJobs.create(world.backup(), attempt, settings))
                    .create();
            return decision;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HTTP_CONFLICT) {
                // A Job of this name exists; the next look at it tells whether it is ours.
                return decision;
            }
            if (isNamespaceLeaving(e)) {
                return new Release(
                        true,
                        "The namespace is being deleted, so that no Job can delete the files: they stay at %s in the place for backups."
                                .formatted(world.backup().getSpec().location()));
            }
            if (REFUSALS.contains(e.getCode())) {
                return new AwaitDeletion(
                        Reason.PodBlocked,
                        "Kubernetes refuses the Job that deletes the files: " + Sentence.of(words(e)));
            }
            throw e;
        }
    }

    /** Nothing can be created in a namespace that is being deleted, and it stays while this resource does. */
    private static boolean isNamespaceLeaving(KubernetesClientException e) {
        return e.getCode() == HTTP_NOT_FOUND
                || Optional.ofNullable(e.getStatus())
                        .map(Status::getDetails)
                        .map(StatusDetails::getCauses)
                        .orElse(List.of())
                        .stream()
                        .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
    }

    private static String words(KubernetesClientException e) {
        return String.valueOf(
                e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
    }
}
