package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.MeaningfulUpdate;
import dev.stillhouse.operator.cluster.RunOutcomes;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/**
 * Lets a DatabaseMigration see those updates of its runs that tell more than how far a working one has come. That it tells
 * now and then: whoever watches its conditions, such as a GitOps tool, looks at everything each time that one changes.
 */
final class BeyondProgress implements OnUpdateFilter<MigrationRun> {
    private final MeaningfulUpdate meaningful = new MeaningfulUpdate();

    @Override
    public boolean accept(MigrationRun updated, MigrationRun old) {
        return RunOutcomes.phase(updated) != RunPhase.Running
                || RunOutcomes.phase(old) != RunPhase.Running
                || meaningful.accept(updated, old)
                || Conditions.isNews(
                        old.getStatus().conditions(), updated.getStatus().conditions())
                || !Objects.equals(withoutProgress(updated.getStatus()), withoutProgress(old.getStatus()));
    }

    private static MigrationRunStatus withoutProgress(MigrationRunStatus status) {
        return new MigrationRunStatus(
                status.observedGeneration(),
                null,
                status.phase(),
                status.reason(),
                null,
                status.loss(),
                status.job(),
                null,
                status.target(),
                status.plan(),
                status.planDocument(),
                null,
                status.result(),
                status.backup(),
                status.rehearsal(),
                status.startTime(),
                status.completionTime());
    }
}
