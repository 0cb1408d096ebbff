package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.RunOutcomes;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;

/**
 * The pods of runs. The last word of one that goes before its run is over is kept. Where one has no Job any more, its run is
 * told of it although that is over: nobody else removes the pod.
 */
final class RunPods extends InformerEventSource<Pod, MigrationRun> {
    private final Cache<MigrationRun> runs;
    private final LastWords lastWords;
    private final RunsOver runsOver;

    RunPods(
            InformerEventSourceConfiguration<Pod> configuration,
            EventSourceContext<MigrationRun> context,
            LastWords lastWords) {
        super(configuration, context);
        this.runs = context.getPrimaryCache();
        this.lastWords = lastWords;
        this.runsOver = new RunsOver(runs, this::getEventHandler);
    }

    @Override
    public void onAdd(Pod pod) {
        tellOfOrphan(pod);
        super.onAdd(pod);
    }

    @Override
    public void onUpdate(Pod old, Pod pod) {
        tellOfOrphan(pod);
        super.onUpdate(old, pod);
    }

    private void tellOfOrphan(Pod pod) {
        if (pod.getMetadata().getOwnerReferences().isEmpty()) {
            runsOver.tell(configuration().getSecondaryToPrimaryMapper().toPrimaryResourceIDs(pod));
        }
    }

    @Override
    public synchronized void onDelete(Pod pod, boolean deletedFinalStateUnknown) {
        configuration().getSecondaryToPrimaryMapper().toPrimaryResourceIDs(pod).stream()
                .flatMap(id -> runs.get(id).stream())
                .filter(run -> !RunOutcomes.isOver(run))
                .forEach(run -> lastWords.keep(run, pod));
        super.onDelete(pod, deletedFinalStateUnknown);
    }
}
