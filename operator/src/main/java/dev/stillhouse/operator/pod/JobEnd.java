package dev.stillhouse.operator.pod;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the Job controller is done with a Job, and what it says. */
public final class JobEnd {
    private static final Set<String> FINAL = Set.of("Complete", "Failed");

    private JobEnd() {}

    /** Whether its pod ended with exit code 0. */
    public static boolean isSuccess(Job job) {
        return Stream.ofNullable(job.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .anyMatch(condition -> "Complete".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    public static Optional<String> of(Job job) {
        return Stream.ofNullable(job.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> FINAL.contains(condition.getType()) && "True".equals(condition.getStatus()))
                .map(JobEnd::text)
                .findFirst();
    }

    private static String text(JobCondition condition) {
        return condition.getReason() == null
                ? "its Job is " + condition.getType() + " and its pod is gone"
                : "its Job is " + condition.getType() + " (" + condition.getReason() + ") and its pod is gone";
    }
}
