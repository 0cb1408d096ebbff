package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.Finding;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PhaseTiming;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunError;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunPlan;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunProgress;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunRehearsal;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.TableLock;
import dev.stillhouse.report.RunReport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says a runner's report in the words of the API. */
final class Reports {
    /** More are in the log of the run; the runner shortens the list itself to fit its report. */
    private static final int MAX_FINDINGS = 50;

    /** More are in the plan of the run. */
    private static final int MAX_PENDING = 20;

    private Reports() {}

    static RunResult result(RunReport report, Optional<String> imageDigest) {
        return new RunResult(
                report.before(),
                report.after(),
                report.target(),
                report.pending(),
                pending(report.pendingRevisions()),
                report.known(),
                identity(report.database()),
                imageDigest.orElse(null),
                error(report.failure()),
                timings(report));
    }

    static RunPlan plan(RunReport.Plan plan) {
        return new RunPlan(plan.digest(), plan.direction(), plan.total(), plan.steps(), findings(plan.destructive()));
    }

    static RunRehearsal rehearsal(RunReport.Rehearsal rehearsal) {
        return new RunRehearsal(
                rehearsal.outcome(),
                findings(rehearsal.findings()),
                rehearsal.locks().stream()
                        .limit(RunReport.Rehearsal.LOCKS)
                        .map(lock -> new TableLock(
                                lock.table(), lock.mode(), lock.revision(), lock.rewritten(), lock.scanned()))
                        .toList());
    }

    private static @Nullable List<Finding> findings(@Nullable List<RunReport.Finding> findings) {
        return findings == null
                ? null
                : findings.stream()
                        .limit(MAX_FINDINGS)
                        .map(finding -> new Finding(finding.revision(), finding.rule(), finding.message()))
                        .toList();
    }

    private static @Nullable List<String> pending(@Nullable List<String> revisions) {
        return revisions == null ? null : revisions.stream().limit(MAX_PENDING).toList();
    }

    static @Nullable RunProgress progress(RunReport report, @Nullable RunProgress last) {
        var plan = report.plan();
        if (plan == null) {
            return last;
        }
        return new RunProgress(
                last == null ? null : last.phase(),
                summary(report.stepsDone(), plan.total()),
                report.stepsDone(),
                plan.total(),
                Optional.ofNullable(report.failure())
                        .map(RunReport.Failure::revision)
                        .orElse(null),
                null);
    }

    static @Nullable String summary(@Nullable Integer done, @Nullable Integer total) {
        return total == null ? null : Objects.requireNonNullElse(done, 0) + "/" + total;
    }

    private static @Nullable DatabaseIdentity identity(RunReport.@Nullable Database database) {
        return database == null
                ? null
                : new DatabaseIdentity(
                        database.systemIdentifier(),
                        database.name(),
                        database.serverVersion(),
                        database.versionTable());
    }

    private static @Nullable RunError error(RunReport.@Nullable Failure failure) {
        return failure == null
                ? null
                : new RunError(
                        failure.revision(),
                        failure.file(),
                        failure.line(),
                        failure.sqlState(),
                        failure.statement(),
                        failure.detail());
    }

    private static List<PhaseTiming> timings(RunReport report) {
        return report.phaseMillis().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new PhaseTiming(entry.getKey(), entry.getValue()))
                .toList();
    }
}
