package dev.stillhouse.operator.pod;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the Job controller is done with a Job, and what it says. */
public final class JobEnd {
    private static final Set<String> FINAL = Set.of("Complete", "Failed");

    /** The first is said as soon as the Job has failed, the other once its pod has ended too. */
    private static final Set<String> FAILING = Set.of("FailureTarget", "Failed");

    /** The generation of what nobody has changed. */
    private static final Long AS_CREATED = 1L;

    private JobEnd() {}

    /** Whether its pod ended with exit code 0. */
    public static boolean isSuccess(Job job) {
        return Stream.ofNullable(job.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .anyMatch(condition -> "Complete".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /** Whether the Job could still start a pod, or has one that runs. */
    public static boolean isOpen(Job job) {
        return of(job).isEmpty();
    }

    /** Whether somebody, such as a queue, keeps the Job from having a pod. */
    public static boolean isSuspended(Job job) {
        return job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend());
    }

    /**
     * Whether the Job never had a pod: it is suspended as it was created, or it came to its end without having counted one.
     * The Job controller lets no pod go before it has counted it, but for those that it takes away itself: because the Job
     * is being deleted, or because its spec was changed to suspend it.
     */
    public static boolean hadNoPod(Job job) {
        return isAsCreated(job) && (isSuspended(job) || (!isOpen(job) && hasCountedNone(job.getStatus())));
    }

    /** Whether no pod of the Job is gone: it would have been counted before it went. One may be there. */
    public static boolean hasLostNoPod(Job job) {
        return isAsCreated(job) && hasCountedNone(job.getStatus());
    }

    private static boolean isAsCreated(Job job) {
        var meta = job.getMetadata();
        return meta.getDeletionTimestamp() == null && Objects.equals(meta.getGeneration(), AS_CREATED);
    }

    private static boolean hasCountedNone(@Nullable JobStatus status) {
        if (status == null) {
            return true;
        }
        var uncounted = Optional.ofNullable(status.getUncountedTerminatedPods());
        return Stream.of(status.getActive(), status.getTerminating(), status.getSucceeded(), status.getFailed())
                        .allMatch(count -> count == null || count == 0)
                && uncounted.filter(pods -> !pods.getFailed().isEmpty()).isEmpty()
                && uncounted.filter(pods -> !pods.getSucceeded().isEmpty()).isEmpty();
    }

    public static Optional<String> of(Job job) {
        return Stream.ofNullable(job.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> FINAL.contains(condition.getType()) && "True".equals(condition.getStatus()))
                .map(JobEnd::text)
                .findFirst();
    }

    /** Whether the Job's own deadline ended it; said before its pod has ended, and after. */
    public static boolean isDeadlineExceeded(Job job) {
        return Stream.ofNullable(job.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .anyMatch(condition -> FAILING.contains(condition.getType())
                        && "True".equals(condition.getStatus())
                        && "DeadlineExceeded".equals(condition.getReason()));
    }

    private static String text(JobCondition condition) {
        return condition.getReason() == null
                ? "its Job is " + condition.getType() + " and its pod is gone"
                : "its Job is " + condition.getType() + " (" + condition.getReason() + ") and its pod is gone";
    }
}
