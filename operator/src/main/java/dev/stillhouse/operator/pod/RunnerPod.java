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
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The pod of a run, read for what the runner and the project's container say. */
public record RunnerPod(Pod pod) {
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

    /** Whether the pod came to its end without one of the runner: it was evicted, or its node is gone. */
    public boolean hasFailed() {
        return pod.getStatus() != null
                && "Failed".equals(pod.getStatus().getPhase())
                && terminated().isEmpty();
    }

    /**
     * Whether the runner surely did nothing: its container, or that of the project which it waits for, was never created or
     * could not be started.
     */
    public boolean neverStarted() {
        return runner().filter(RunnerPod::started).isEmpty() || !projectStarted();
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

    /** When the runner ended, if it did. */
    public Optional<Instant> endedAt() {
        return terminated().map(ContainerStateTerminated::getFinishedAt).map(Instant::parse);
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

    /** The digest of the project's image; that of the runner's own for a project in a ConfigMap. */
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
