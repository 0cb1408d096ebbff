package dev.stillhouse.operator.pod;

import dev.stillhouse.operator.cluster.Sentence;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Why a pod does not start, in plain words. Such trouble never becomes the result of a Job by itself. */
public record PodTrouble(Reason reason, String message) {
    private static final Set<String> PULL = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "RegistryUnavailable",
            "ImageInspectError",
            "SignatureValidationFailed");
    private static final Set<String> START = Set.of(
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "StartError",
            "CrashLoopBackOff",
            "PreCreateHookError",
            "PreStartHookError",
            "PostStartHookError");

    /** The trouble of a pod whose runner has not started; {@code complaints} are Kubernetes' events about it. */
    public static Optional<PodTrouble> of(Pod pod, List<String> complaints) {
        return ofContainers(pod)
                .or(() -> ofScheduling(pod))
                .or(() -> ofMissingPod(complaints)
                        .map(trouble -> new PodTrouble(
                                trouble.reason, trouble.message + VolumeContents.namedIn(trouble.message, pod))));
    }

    /** The trouble of a Job that has no pod, or of a pod that is not taken up by its node. */
    public static Optional<PodTrouble> ofMissingPod(List<String> complaints) {
        return complaints.stream()
                .findFirst()
                .map(complaint -> new PodTrouble(Reason.PodBlocked, "The pod cannot start: " + Sentence.of(complaint)));
    }

    private static Optional<PodTrouble> ofContainers(Pod pod) {
        var status = pod.getStatus();
        if (status == null) {
            return Optional.empty();
        }
        return Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
                .flatMap(container -> Stream.concat(ofWaiting(container).stream(), ofEnded(container).stream()))
                .findFirst();
    }

    private static Optional<PodTrouble> ofWaiting(ContainerStatus container) {
        return Optional.ofNullable(container.getState().getWaiting())
                .filter(waiting -> waiting.getReason() != null)
                .flatMap(waiting -> {
                    if (PULL.contains(waiting.getReason())) {
                        return Optional.of(new PodTrouble(Reason.ImagePullFailed, pull(container, waiting)));
                    }
                    return START.contains(waiting.getReason())
                            ? Optional.of(new PodTrouble(
                                    Reason.ContainerCannotStart, start(container, lastWords(container, waiting))))
                            : Optional.empty();
                });
    }

    /** A container beside the runner's that ended: the run cannot go on without it. */
    private static Optional<PodTrouble> ofEnded(ContainerStatus container) {
        return Optional.ofNullable(container.getState().getTerminated())
                .filter(end -> end.getExitCode() != 0 && !container.getName().equals(Containers.RUNNER))
                .map(end ->
                        new PodTrouble(Reason.ContainerCannotStart, start(container, words(end)) + advice(container)));
    }

    /** The project's container is started with a program of the user's image. */
    private static String advice(ContainerStatus container) {
        return container.getName().equals(Containers.PROJECT) && RunnerPod.startFailed(container)
                ? " It is started with the interpreter that spec.project.python names, or else with the image's shell (/bin/sh): an image without one needs spec.project.python, such as /usr/bin/python3."
                : "";
    }

    private static Optional<PodTrouble> ofScheduling(Pod pod) {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "Unschedulable".equals(condition.getReason()))
                .findFirst()
                .map(condition -> new PodTrouble(
                        Reason.Unschedulable, "No node can take the pod: " + Sentence.of(condition.getMessage())));
    }

    private static String pull(ContainerStatus container, ContainerStateWaiting waiting) {
        return "The image %s of the container %s cannot be pulled (%s). Check its name and tag; a private registry needs spec.execution.podTemplate.imagePullSecrets. %s"
                .formatted(
                        container.getImage(),
                        container.getName(),
                        waiting.getReason(),
                        Sentence.of(waiting.getMessage()))
                .strip();
    }

    private static String start(ContainerStatus container, String why) {
        return "The container %s cannot start: %s".formatted(container.getName(), Sentence.of(why));
    }

    private static String lastWords(ContainerStatus container, ContainerStateWaiting waiting) {
        return Optional.ofNullable(container.getLastState())
                .map(state -> state.getTerminated())
                .map(PodTrouble::words)
                .orElseGet(() -> waiting.getMessage() == null
                        ? waiting.getReason()
                        : "%s: %s".formatted(waiting.getReason(), waiting.getMessage()));
    }

    private static String words(ContainerStateTerminated end) {
        return "it ended with exit code %d (%s)%s"
                .formatted(end.getExitCode(), end.getReason(), end.getMessage() == null ? "" : ": " + end.getMessage());
    }
}
