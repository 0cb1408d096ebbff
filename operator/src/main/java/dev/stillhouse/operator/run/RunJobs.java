package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.pod.JobEnd;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;

/**
 * The Jobs of runs. An operator that starts is told of no run that has ended ({@link NotEnded}), and the SDK passes over what
 * happens to the Job of a resource that it was not told of. Where such a Job has not come to its end, its run is told of
 * here: somebody has to end it.
 */
final class RunJobs extends InformerEventSource<Job, MigrationRun> {
    private final Cache<MigrationRun> runs;

    RunJobs(InformerEventSourceConfiguration<Job> configuration, EventSourceContext<MigrationRun> context) {
        super(configuration, context);
        runs = context.getPrimaryCache();
    }

    @Override
    public void onAdd(Job job) {
        tellOfRunThatIsOver(job);
        super.onAdd(job);
    }

    @Override
    public void onUpdate(Job old, Job job) {
        tellOfRunThatIsOver(job);
        super.onUpdate(old, job);
    }

    private void tellOfRunThatIsOver(Job job) {
        if (JobEnd.isOpen(job)) {
            configuration().getSecondaryToPrimaryMapper().toPrimaryResourceIDs(job).stream()
                    .flatMap(id -> runs.get(id).stream()
                            .filter(RunOutcomes::isOver)
                            .map(run -> new ResourceEvent(ResourceAction.UPDATED, id, run)))
                    .forEach(event -> getEventHandler().handleEvent(event));
        }
    }
}
