package dev.stillhouse.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.report.RunReport;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import java.util.stream.Stream;

/** The pod of a run, read for what the runner and the project's container say. */
record RunnerPod(Pod pod) {
    static RunnerPod of(Pod pod) {
        return new RunnerPod(pod);
    }

    boolean isRunning() {
        return runnerState().map(ContainerState::getRunning).isPresent();
    }

    boolean hasEnded() {
        return terminated().isPresent();
    }

    /** Whether the pod came to its end without one of the runner: it was evicted, or its node is gone. */
    boolean hasFailed() {
        return pod.getStatus() != null
                && "Failed".equals(pod.getStatus().getPhase())
                && terminated().isEmpty();
    }

    /** Whether the runner surely did nothing: its container waits, could not be started, or never existed. */
    boolean neverStarted() {
        return !isRunning()
                && terminated()
                        .filter(end -> !"StartError".equals(end.getReason()))
                        .map(ContainerStateTerminated::getContainerID)
                        .filter(id -> !id.isBlank())
                        .isEmpty();
    }

    /** The runner's report, if it wrote one that can be read. */
    Optional<RunReport> report() {
        return terminated().map(ContainerStateTerminated::getMessage).flatMap(RunnerPod::parse);
    }

    /** What is known of an end without a report. */
    String lastWords() {
        var pods = Stream.of(pod.getStatus().getReason(), pod.getStatus().getMessage());
        var runners = terminated().stream()
                .flatMap(end -> Stream.of(
                        "exit code " + end.getExitCode(),
                        "Error".equals(end.getReason()) ? null : end.getReason(),
                        end.getMessage()));
        var words = Stream.concat(runners, pods)
                .filter(word -> word != null && !word.isBlank())
                .distinct()
                .toList();
        return words.isEmpty() ? "no reason was given." : String.join(", ", words) + ".";
    }

    /** The digest of the project's image; that of the runner's own for a project in a ConfigMap. */
    Optional<String> imageDigest() {
        return statuses()
                .filter(status -> status.getName().equals(Containers.PROJECT))
                .findFirst()
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
        return statuses()
                .filter(status -> status.getName().equals(Containers.RUNNER))
                .findFirst();
    }

    private Stream<ContainerStatus> statuses() {
        var status = pod.getStatus();
        return status == null
                ? Stream.empty()
                : Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream());
    }

    private static Optional<RunReport> parse(String text) {
        try {
            return Optional.ofNullable(Serialization.jsonMapper().readValue(text, RunReport.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
