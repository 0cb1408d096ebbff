package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.pod.JobEnd;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;

/**
 * The Jobs of runs. Where one has not come to its end, its run is told of it although that is over: somebody has to end the
 * Job.
 */
final class RunJobs extends InformerEventSource<Job, MigrationRun> {
    private final RunsOver runsOver;

    RunJobs(InformerEventSourceConfiguration<Job> configuration, EventSourceContext<MigrationRun> context) {
        super(configuration, context);
        runsOver = new RunsOver(context.getPrimaryCache(), this::getEventHandler);
    }

    @Override
    public void onAdd(Job job) {
        tellOfOpen(job);
        super.onAdd(job);
    }

    @Override
    public void onUpdate(Job old, Job job) {
        tellOfOpen(job);
        super.onUpdate(old, job);
    }

    private void tellOfOpen(Job job) {
        if (JobEnd.isOpen(job)) {
            runsOver.tell(configuration().getSecondaryToPrimaryMapper().toPrimaryResourceIDs(job));
        }
    }
}
