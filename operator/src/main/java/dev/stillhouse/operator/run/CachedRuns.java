package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.pod.JobEnd;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Collection;
import java.util.List;

/** The open runs among tens of thousands that are over, from the caches of the controller. */
final class CachedRuns implements OpenRuns {
    private static final String OPEN = "open";

    private final IndexerResourceCache<MigrationRun> runs;
    private final Cache<Job> jobs;

    /** Prepares the cache to find them. */
    CachedRuns(IndexerResourceCache<MigrationRun> runs, Cache<Job> jobs) {
        this.runs = runs;
        this.jobs = jobs;
        runs.addIndexer(OPEN, run -> isOpen(run) ? List.of(OPEN) : List.of());
    }

    private static boolean isOpen(MigrationRun run) {
        return !RunOutcomes.isOver(run) && RunOutcomes.phase(run) != RunPhase.Unknown;
    }

    @Override
    public Collection<MigrationRun> all() {
        return runs.byIndex(OPEN, OPEN);
    }

    @Override
    public boolean hasJob(MigrationRun run) {
        return jobs.contains(ResourceID.fromResource(run));
    }

    @Override
    public boolean hasOpenJob(MigrationRun run) {
        return jobs.get(ResourceID.fromResource(run)).filter(JobEnd::isOpen).isPresent();
    }
}
