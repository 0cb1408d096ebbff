package dev.stillhouse.operator.metrics;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;

import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PhaseTiming;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunRehearsal;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.RehearsalOutcome;
import java.time.Duration;
import java.util.List;

/** What Prometheus reads of an operator that has something to tell of everything. */
final class EveryMetric {
    private EveryMetric() {}

    static Scrape scrape() {
        var scrape = new Scrape();
        var counters = new MigrationMeters(scrape.registry());
        showMigration(new MigrationMetrics(scrape.registry(), counters));
        countRun(new RunMetrics(scrape.registry(), counters));
        showBackups(new BackupMetrics(scrape.registry()));
        new ClaimMetrics(scrape.registry()).show(() -> 2, () -> 1);
        new QueueMetrics(scrape.registry()).show(() -> 3, () -> 4, () -> Duration.ofMinutes(5));
        return scrape;
    }

    private static void showMigration(MigrationMetrics metrics) {
        metrics.show(
                aMigration().target("c3").build(),
                MigrationMetricsTest.READY,
                List.of(aRun(1).succeeded().build()));
    }

    private static void countRun(RunMetrics metrics) {
        var timings = List.of(new PhaseTiming(Phase.APPLY, 1500));
        var run = aRun(1).succeeded()
                .startedAt(NOON.minusSeconds(7))
                .result(new RunResult(null, null, null, 0, null, null, null, null, null, timings))
                .rehearsed(new RunRehearsal(RehearsalOutcome.Passed, List.of(), List.of()))
                .build();
        metrics.count(run, run.getStatus());
    }

    private static void showBackups(BackupMetrics metrics) {
        var verified = aBackup()
                .named("verified")
                .concluded(BackupState.Verified, NOON.minusSeconds(90))
                .build();
        var failed =
                aBackup().named("failed").concluded(BackupState.Failed, NOON).build();
        metrics.count(verified, verified.getStatus());
        metrics.show(failed, failed.getStatus(), List.of(verified, failed));
    }
}
