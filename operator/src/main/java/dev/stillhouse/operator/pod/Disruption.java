package dev.stillhouse.operator.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Why Kubernetes took a pod away, where the pod is not to blame. */
public final class Disruption {
    private static final Map<String, String> CAUSES = Map.of(
            "PreemptionByScheduler", "it had to make room for a pod of a higher priority",
            "EvictionByEvictionAPI", "it was evicted, as when its node is drained",
            "DeletionByTaintManager", "its node has a taint that it does not tolerate, as when the node is lost",
            "DeletionByPodGC", "its node is gone",
            "TerminationByKubelet", "its node ran out of memory or disk, or was shut down");

    private Disruption() {}

    /** The cause, as the end of a sentence; empty if nobody but the pod itself, or a person, ended it. */
    public static Optional<String> of(Pod pod) {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .filter(condition ->
                        "DisruptionTarget".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(Disruption::words)
                .findFirst();
    }

    private static String words(PodCondition condition) {
        var reason = String.valueOf(condition.getReason());
        return CAUSES.getOrDefault(reason, "it was disrupted (" + reason + ")");
    }
}
