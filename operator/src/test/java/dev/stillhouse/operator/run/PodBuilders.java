package dev.stillhouse.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.operator.pod.Containers;
import dev.stillhouse.report.RunReport;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The pod of the run {@code shop/orders-1}: scheduled, with all containers still waiting. */
final class PodBuilders {
    private static final String NEVER_CREATED = "";
    private static final String CREATED = "containerd://5f0c";

    private final PodBuilder pod = new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("orders-1-x7k2p")
            .withUid("uid-of-pod")
            .addNewOwnerReference()
            .withKind("Job")
            .withName("orders-1")
            .withUid(JobBuilders.UID)
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .withNodeName("node-1")
            .endSpec()
            .withNewStatus()
            .withPhase("Pending")
            .endStatus();

    private PodBuilders() {}

    static PodBuilders aPod() {
        return new PodBuilders()
                .project(waiting("PodInitializing", null), NEVER_CREATED)
                .runner(waiting("PodInitializing", null), NEVER_CREATED);
    }

    /** The runner's container cannot come up: it waits with this reason. */
    PodBuilders runnerWaits(String reason, @Nullable String message) {
        return runner(waiting(reason, message), NEVER_CREATED);
    }

    PodBuilders runnerAtWork() {
        var running = new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt("2030-01-01T11:59:00Z")
                .endRunning()
                .build();
        return phase("Running").project(running, CREATED).runner(running, CREATED);
    }

    /** The runner ended and left this as its termination message. */
    PodBuilders runnerEnded(int exitCode, String reason, @Nullable String message) {
        return phase(exitCode == 0 ? "Succeeded" : "Failed")
                .project(ended(0, "Completed", null, CREATED), CREATED)
                .runner(ended(exitCode, reason, message, CREATED), CREATED);
    }

    PodBuilders reported(RunReport report) {
        try {
            return runnerEnded(0, "Completed", Serialization.jsonMapper().writeValueAsString(report));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The container runtime made the runner's container and could not start it. */
    PodBuilders runnerCouldNotStart(String message) {
        return phase("Failed").runner(ended(128, "StartError", message, CREATED), CREATED);
    }

    /** What the kubelet writes into the containers of a pod that ends, if it finds no end of them. */
    PodBuilders runnerLostSightOf(boolean hadBeenCreated) {
        var unknown = ended(
                137, "ContainerStatusUnknown", "The container could not be located when the pod was terminated", null);
        var id = hadBeenCreated ? CREATED : NEVER_CREATED;
        return phase("Failed").project(unknown, id).runner(unknown, id);
    }

    PodBuilders evicted(String message) {
        pod.editStatus().withReason("Evicted").withMessage(message).endStatus();
        return phase("Failed");
    }

    /** Kubernetes takes it away, and says why. */
    PodBuilders disrupted(String reason) {
        pod.editStatus()
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason(reason)
                .endCondition()
                .endStatus();
        return this;
    }

    /** Somebody has added a container to it, which runs on whatever the others do. */
    PodBuilders withSidecar() {
        var running = new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt("2030-01-01T11:59:00Z")
                .endRunning()
                .build();
        return container("mesh-proxy", "mesh/proxy:1", "mesh/proxy@sha256:5e5e", running, CREATED)
                .phase("Running");
    }

    /** Its node says that it has come to its end. */
    PodBuilders failedOnItsNode() {
        pod.editStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("False")
                .withReason("PodFailed")
                .endCondition()
                .endStatus();
        return phase("Failed");
    }

    /** Its node would not have it. */
    PodBuilders rejected(String message) {
        pod.editStatus().withStartTime("2030-01-01T11:59:00Z").endStatus();
        return withoutContainers().evicted(message);
    }

    /** No node has taken it. */
    PodBuilders unscheduled() {
        pod.editSpec().withNodeName(null).endSpec();
        return withoutContainers();
    }

    PodBuilders phase(String phase) {
        pod.editStatus().withPhase(phase).endStatus();
        return this;
    }

    /** It is being deleted, and has 20 seconds to be gone by then. */
    PodBuilders goneBy(Instant time) {
        pod.editMetadata()
                .withDeletionTimestamp(time.toString())
                .withDeletionGracePeriodSeconds(20L)
                .endMetadata();
        return this;
    }

    PodBuilders withoutContainers() {
        pod.editStatus().withContainerStatuses().endStatus();
        return this;
    }

    /** The container of the project cannot come up, and the runner waits for it. */
    PodBuilders projectWaits(String reason, @Nullable String message) {
        return runnerAtWork().project(waiting(reason, message), NEVER_CREATED);
    }

    /** The container runtime made the container of the project and could not start it, and the runner waits for it. */
    PodBuilders projectCouldNotStart(String message) {
        return runnerAtWork().project(ended(128, "StartError", message, CREATED), CREATED);
    }

    PodBuilders projectNeverCreated() {
        return project(waiting("ContainerCreating", null), NEVER_CREATED);
    }

    private PodBuilders project(ContainerState state, String containerId) {
        return container(Containers.PROJECT, "shop/orders:1", "shop/orders@sha256:0f0f", state, containerId);
    }

    private PodBuilders runner(ContainerState state, String containerId) {
        return container(
                Containers.RUNNER, "stillhouse/runner:test", "stillhouse/runner@sha256:abab", state, containerId);
    }

    private PodBuilders container(String name, String image, String imageId, ContainerState state, String containerId) {
        pod.editStatus()
                .removeMatchingFromContainerStatuses(status -> status.getName().equals(name))
                .addNewContainerStatus()
                .withName(name)
                .withImage(image)
                .withImageID(imageId)
                .withContainerID(containerId)
                .withState(state)
                .endContainerStatus()
                .endStatus();
        return this;
    }

    private static ContainerState waiting(String reason, @Nullable String message) {
        return new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .build();
    }

    private static ContainerState ended(
            int exitCode, String reason, @Nullable String message, @Nullable String containerId) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withMessage(message)
                .withContainerID(containerId)
                .endTerminated()
                .build();
    }

    Pod build() {
        return pod.build();
    }
}
