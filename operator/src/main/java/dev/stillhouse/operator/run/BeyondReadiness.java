package dev.stillhouse.operator.run;

import dev.stillhouse.operator.cluster.MeaningfulUpdate;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Lets a run see those updates of its Job that tell more than how many pods are active and ready: it sees its pod itself. */
final class BeyondReadiness implements OnUpdateFilter<Job> {
    private final MeaningfulUpdate meaningful = new MeaningfulUpdate();

    @Override
    public boolean accept(Job updated, Job old) {
        return meaningful.accept(updated, old) || !Objects.equals(conditions(updated), conditions(old));
    }

    private static List<?> conditions(Job job) {
        return Optional.ofNullable(job.getStatus())
                .map(JobStatus::getConditions)
                .orElse(List.of());
    }
}
