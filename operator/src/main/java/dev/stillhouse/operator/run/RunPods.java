package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.RunOutcomes;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;

/** The pods of runs. The last word of one that goes before its run is over is kept. */
final class RunPods extends InformerEventSource<Pod, MigrationRun> {
    private final Cache<MigrationRun> runs;
    private final LastWords lastWords;

    RunPods(
            InformerEventSourceConfiguration<Pod> configuration,
            EventSourceContext<MigrationRun> context,
            LastWords lastWords) {
        super(configuration, context);
        this.runs = context.getPrimaryCache();
        this.lastWords = lastWords;
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
