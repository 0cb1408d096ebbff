package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.JobTemplate;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.pod.Pods;
import dev.stillhouse.operator.pod.RunnerSettings;
import dev.stillhouse.report.Durations;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.Optional;

/** Makes the one Job of a run. The Job never retries by itself: a retry is another run. */
final class JobFactory {
    /**
     * The runner ends by itself at the deadline and reports; the Job's own deadline is for one that cannot. It comes
     * later than that can last, and than the clock of a node may be slow.
     */
    private static final Duration REPORTING_TIME = Duration.ofSeconds(40);

    private JobFactory() {}

    static Job create(RunOrder order, RunnerSettings settings) {
        var run = order.run();
        var meta = run.getMetadata();
        var labels = Labels.ofRun(run.getSpec().migrationRef().name(), meta.getName());
        var template = PodFactory.create(order, settings, labels);
        var grace = Duration.ofSeconds(template.getSpec().getTerminationGracePeriodSeconds());
        var execution = run.getSpec().execution();
        var deadline = execution.deadlineOrDefault();
        var extra = Optional.ofNullable(execution.jobTemplate());
        return new JobBuilder()
                .withNewMetadata()
                .withName(meta.getName())
                .withNamespace(meta.getNamespace())
                .withLabels(Pods.merged(extra.map(JobTemplate::labels).orElse(null), labels))
                .withAnnotations(extra.map(JobTemplate::annotations).orElse(null))
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
                .withActiveDeadlineSeconds(
                        Durations.toSeconds(deadline.plus(REPORTING_TIME).plus(grace)))
                .withTtlSecondsAfterFinished((int) Durations.toSeconds(execution.ttlAfterFinishedOrDefault()))
                .withTemplate(template)
                .endSpec()
                .build();
    }
}
