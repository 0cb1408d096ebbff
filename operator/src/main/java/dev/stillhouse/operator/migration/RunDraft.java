package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.BackupSpec;
import dev.stillhouse.api.v1alpha1.CopiesSpec;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseSpec;
import dev.stillhouse.api.v1alpha1.ExecutionSpec;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.EarlierBackup;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.MigrationRef;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.RequestRef;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.Wish;
import dev.stillhouse.api.v1alpha1.PlanSpec;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.api.v1alpha1.RestoreSpec;
import dev.stillhouse.api.v1alpha1.RunRef;
import dev.stillhouse.api.v1alpha1.VerifySpec;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.RehearsalMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spec of a run in the making: what the manifest says now, until something else is said of it. */
final class RunDraft {
    private final MigrationRef migration;
    private final int number;
    private final Attempt attempt;
    private Operation operation = Operation.Migrate;
    private @Nullable RequestRef request;
    private List<String> targets;
    private @Nullable Boolean purge;
    private @Nullable List<String> downToKnown;
    private DowngradePolicy downgrade;
    private @Nullable List<String> approvals;
    private @Nullable RunRef settles;
    private Wish wish;
    private DatabaseSpec database;
    private ProjectSpec project;
    private final ExecutionSpec execution;
    private @Nullable BackupSpec backup;
    private @Nullable RestoreSpec restore;
    private @Nullable VerifySpec verify;
    private final PlanSpec plan;
    private @Nullable EarlierBackup earlierBackup;
    private @Nullable CopiesSpec copies;
    private @Nullable RehearsalMode rehearsal;

    private RunDraft(DatabaseMigration manifest, int number, Attempt attempt) {
        var spec = manifest.getSpec();
        this.migration = new MigrationRef(manifest.getMetadata().getName());
        this.number = number;
        this.attempt = attempt;
        targets = spec.targetsOrDefault();
        downgrade = spec.downgradeOrDefault();
        approvals = spec.approvals();
        wish = Wishes.of(manifest);
        database = spec.database();
        project = spec.project().withDefaults();
        execution = spec.executionOrDefault();
        backup = spec.backupOrDefault();
        plan = spec.planOrDefault();
        copies = spec.copies();
        rehearsal = spec.rehearsalOrDefault();
    }

    static RunDraft of(DatabaseMigration manifest, int number, Attempt attempt) {
        return new RunDraft(manifest, number, attempt);
    }

    RunDraft looking() {
        operation = Operation.Observe;
        return this;
    }

    RunDraft carryingOut(MigrationRequest asked) {
        var spec = asked.getSpec();
        operation = spec.operation();
        request = RunFactory.reference(asked);
        if (spec.target() != null) {
            targets = List.of(spec.target());
        } else if (spec.targets() != null) {
            targets = spec.targets();
        }
        purge = spec.purge();
        restore = spec.restore();
        verify = spec.verify();
        return this;
    }

    /** With the project that knows the way, down to what the wanted one knows. */
    RunDraft goingDown(ProjectSpec with, List<String> known) {
        wish = new Wish(wish.targets(), wish.retry(), project, wish.generation());
        project = with;
        downToKnown = known;
        return this;
    }

    /** It only reads the database, to find out how this run ended. */
    RunDraft settling(RunRef lost) {
        operation = Operation.Observe;
        settles = lost;
        return this;
    }

    /**
     * Whether the database is where the lost run should have brought it, whatever the manifest says now, but for how a pod is
     * to run: what keeps pods from starting is mended there. A relative target would mean something else by now, so that it is
     * only asked where the database is.
     */
    RunDraft settling(RunRef run, MigrationRunSpec lost) {
        settling(run);
        request = lost.request();
        targets = lost.hasRelativeTarget() ? List.of("heads") : lost.targetsOrTarget();
        downToKnown = lost.downToKnown();
        downgrade = lost.downgrade();
        approvals = lost.approvals();
        wish = lost.wish();
        database = lost.database();
        project = lost.project();
        backup = lost.backup();
        copies = lost.copies();
        rehearsal = lost.rehearsal();
        return this;
    }

    /** It may use this backup in place of one of its own. */
    RunDraft offering(EarlierBackup backup) {
        earlierBackup = backup;
        return this;
    }

    MigrationRunSpec build() {
        return new MigrationRunSpec(
                migration,
                number,
                attempt.number(),
                attempt.disruptions() == 0 ? null : attempt.disruptions(),
                operation,
                request,
                targets.size() == 1 ? targets.getFirst() : null,
                targets.size() == 1 ? null : targets,
                purge,
                downToKnown,
                downgrade,
                approvals,
                settles,
                wish,
                database,
                project,
                execution,
                backup,
                restore,
                verify,
                plan,
                earlierBackup,
                copies,
                rehearsal);
    }
}
