package dev.stillhouse.operator.run;

import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.pod.RunnerSettings;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;

/** Makes the one Job of a run. The Job never retries by itself: a retry is another run. */
final class JobFactory {
    /** The runner ends by itself at the deadline and reports; the Job's own deadline is for one that cannot. */
    private static final Duration REPORTING_TIME = Duration.ofSeconds(30);

    private JobFactory() {}

    static Job create(RunOrder order, RunnerSettings settings) {
        var run = order.run();
        var meta = run.getMetadata();
        var labels = Labels.ofRun(run.getSpec().migrationRef().name(), meta.getName());
        return new JobBuilder()
                .withNewMetadata()
                .withName(meta.getName())
                .withNamespace(meta.getNamespace())
                .withLabels(labels)
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(run.getApiVersion())
                        .withKind(run.getKind())
                        .withName(meta.getName())
                        .withUid(meta.getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build())
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withCompletions(1)
                .withParallelism(1)
                .withPodReplacementPolicy("Failed")
                .withActiveDeadlineSeconds(run.getSpec()
                        .execution()
                        .deadlineOrDefault()
                        .plus(REPORTING_TIME)
                        .toSeconds())
                .withTemplate(PodFactory.create(order, settings, labels))
                .endSpec()
                .build();
    }
}
