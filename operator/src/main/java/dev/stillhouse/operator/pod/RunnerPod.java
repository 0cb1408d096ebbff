package dev.stillhouse.operator.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.operator.cluster.Sentence;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The pod of a run, read for what the runner and the project's container say. */
public record RunnerPod(Pod pod) {
    /** What only the kubelet says of a pod's readiness, once the pod has come to its end. */
    private static final Set<String> TOLD_BY_NODE = Set.of("PodFailed", "PodCompleted");

    public static RunnerPod of(Pod pod) {
        return new RunnerPod(pod);
    }

    /** Whether the runner is at work: until the project's container is there it only waits for that. */
    public boolean isRunning() {
        return runnerState().map(ContainerState::getRunning).isPresent() && projectStarted();
    }

    public boolean hasEnded() {
        return terminated().isPresent();
    }

    /** Whether the pod came to its end without one of the runner: it was evicted, its node is gone, or it never had one. */
    public boolean hasFailed() {
        return (isFailed() || hadNoNode()) && terminated().isEmpty();
    }

    /**
     * Whether the runner surely did nothing, and never will: its container, or that of the project which it waits for, was
     * never created or could not be started. What a node has told of a living pod may be overtaken by what it did since, so
     * that only its last word counts, or that there was no node.
     */
    public boolean neverStarted() {
        return hadNoNode()
                || wasRejected()
                || Stream.of(Containers.RUNNER, Containers.PROJECT)
                        .flatMap(name -> container(name).stream())
                        .anyMatch(container -> !started(container) && isLastWord(container));
    }

    /** A pod that is being deleted, or has failed, is bound to no node any more. */
    private boolean hadNoNode() {
        var spec = pod.getSpec();
        return (spec == null || spec.getNodeName() == null || spec.getNodeName().isBlank())
                && (isFailed() || pod.getMetadata().getDeletionTimestamp() != null);
    }

    /** Its node has seen it and did not take it; of one that it takes it tells the containers from the first word on. */
    private boolean wasRejected() {
        return isFailed()
                && pod.getStatus().getStartTime() != null
                && pod.getStatus().getContainerStatuses().isEmpty();
    }

    /**
     * Whether what the node has told of a container holds: that one has ended, or the runner has, or the pod. The garbage
     * collector of pods, which speaks for a node that is gone, sets no more than the phase, and leaves the containers as they
     * were told of last.
     */
    private boolean isLastWord(ContainerStatus container) {
        return hasEnded()
                || container.getState().getTerminated() != null
                || pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> "Ready".equals(condition.getType())
                                && TOLD_BY_NODE.contains(String.valueOf(condition.getReason())));
    }

    private boolean isFailed() {
        return pod.getStatus() != null && "Failed".equals(pod.getStatus().getPhase());
    }

    /** Whether all of its containers have come to their end. */
    public boolean isOver() {
        return isFailed()
                || (pod.getStatus() != null
                        && "Succeeded".equals(pod.getStatus().getPhase()));
    }

    /** True for a pod in which no container is the project's. */
    private boolean projectStarted() {
        return container(Containers.PROJECT)
                .filter(project -> !started(project))
                .isEmpty();
    }

    /** Whether the project's container could not be started, which nobody tries again: the runner would wait in vain. */
    public boolean projectCannotStart() {
        return container(Containers.PROJECT).filter(RunnerPod::startFailed).isPresent();
    }

    private static boolean started(ContainerStatus container) {
        var id = container.getContainerID();
        return id != null && !id.isBlank() && !startFailed(container);
    }

    static boolean startFailed(ContainerStatus container) {
        var end = container.getState().getTerminated();
        return end != null && "StartError".equals(end.getReason());
    }

    /** Whether the runner has ended, and did not report that it had nothing to run. */
    public boolean mayHaveToldPlan() {
        var isLikely = report().map(
                        report -> report.plan() != null && report.plan().total() > 0)
                .orElse(true);
        return hasEnded() && !neverStarted() && isLikely;
    }

    /** The runner's report, if it wrote one that can be read. */
    public Optional<RunReport> report() {
        return terminated().map(ContainerStateTerminated::getMessage).flatMap(RunnerPod::parse);
    }

    /** What is known of an end without a report. */
    public String lastWords() {
        var pods = Stream.of(pod.getStatus().getReason(), pod.getStatus().getMessage());
        var runners = terminated().stream()
                .flatMap(end -> Stream.of(
                        exitCode(end), "Error".equals(end.getReason()) ? null : end.getReason(), end.getMessage()));
        var words = Stream.concat(runners, pods)
                .filter(word -> word != null && !word.isBlank())
                .distinct()
                .toList();
        return words.isEmpty() ? "no reason was given." : Sentence.of(String.join(", ", words));
    }

    private static String exitCode(ContainerStateTerminated end) {
        var killed = end.getExitCode() == 137 && "Error".equals(end.getReason());
        return "exit code " + end.getExitCode() + (killed ? " (killed, perhaps for lack of memory)" : "");
    }

    /** Whether the runner did what it was started for; other containers may run on. */
    public boolean hasSucceeded() {
        return terminated().filter(end -> end.getExitCode() == 0).isPresent();
    }

    /** The digest of the image in which the project ran; that of the runner where none did. */
    public Optional<String> imageDigest() {
        return container(Containers.PROJECT)
                .or(this::runner)
                .map(ContainerStatus::getImageID)
                .filter(id -> !id.isBlank());
    }

    private Optional<ContainerStateTerminated> terminated() {
        return runnerState().map(ContainerState::getTerminated);
    }

    private Optional<ContainerState> runnerState() {
        return runner().map(ContainerStatus::getState);
    }

    private Optional<ContainerStatus> runner() {
        return container(Containers.RUNNER);
    }

    private Optional<ContainerStatus> container(String name) {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getContainerStatuses().stream())
                .filter(container -> container.getName().equals(name))
                .findFirst();
    }

    /** Jackson leaves null what is missing: JSON that is something else must not pass for a report. */
    private static boolean isWhole(RunReport report) {
        return report.version() == RunRequest.VERSION
                && Stream.of(report.outcome(), report.reason(), report.message(), report.phaseMillis())
                        .noneMatch(Objects::isNull);
    }

    private static Optional<RunReport> parse(String text) {
        try {
            return Optional.ofNullable(Serialization.jsonMapper().readValue(text, RunReport.class))
                    .filter(RunnerPod::isWhole);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
