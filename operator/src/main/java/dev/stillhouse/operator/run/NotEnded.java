package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.RunOutcomes;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnAddFilter;

/** Keeps an operator that starts from reconciling every run that was ever made: one that has ended rests for good. */
public class NotEnded implements OnAddFilter<MigrationRun> {
    @Override
    public boolean accept(MigrationRun run) {
        return !RunOutcomes.phase(run).terminal();
    }
}
