package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The spec of a {@link MigrationRun}: all that the run needs, so that it can be read alone, years later.
 *
 * <p>A person writes no more than {@code migrationRef}, {@code operation} and what the operation needs. The operator
 * completes the spec, once, when it takes up the run. Until {@link #complete()} the fields that a person may leave out
 * can be null; only what completes a run, or says that it waits, looks at it before.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = MigrationRunSpec.UNCHANGED,
        message =
                "a run records one attempt and cannot be changed; to do something else, create another run or change the DatabaseMigration")
@ValidationRule(
        value = "(self.operation == 'Restore') == has(self.restore)",
        message =
                "operation: Restore and restore: {backup, confirm} belong together: set both to bring a backup back, or neither")
@ValidationRule(
        value =
                "!has(self.intent) || (has(self.number) && has(self.attempt) && has(self.startedBy) && (has(self.target) != has(self.targets)) && has(self.downgrade) && has(self.database) && has(self.project) && has(self.execution))",
        message = "leave intent out: the operator completes the run from its DatabaseMigration")
@ValidationRule(
        value =
                "has(self.intent) || (!has(self.number) && !has(self.attempt) && !has(self.startedBy) && !has(self.settles) && !has(self.downToKnown))",
        message = "leave out number, attempt, startedBy, settles and downToKnown: the operator writes them")
@ValidationRule(
        value = "has(self.intent) || self.operation != 'Migrate'",
        message =
                "a run that a person creates has the operation Upgrade, Downgrade, Stamp, Observe, Backup or Restore; to migrate as the manifest says, annotate the DatabaseMigration with stillhouse.dev/retry")
@ValidationRule(
        value = "!has(self.target) || !has(self.targets)",
        message = "set either target or targets, which is for several independent branches")
@ValidationRule(
        value = "!(self.operation in ['Downgrade', 'Stamp']) || has(self.target) || has(self.targets)",
        message = "operation: Downgrade and operation: Stamp need a target, such as -1, base or a revision")
@ValidationRule(
        value = "!has(self.purge) || self.operation == 'Stamp'",
        message =
                "purge belongs to operation: Stamp: it clears all version rows, known or not, before the target's are written")
public record MigrationRunSpec(
        @Required @JsonPropertyDescription("The DatabaseMigration that this run is for.")
        MigrationRef migrationRef,

        @JsonPropertyDescription(
                "The number of the run among those of its DatabaseMigration, from 1. Leave it out; the operator writes it.")
        @Min(1)
        Integer number,

        @JsonPropertyDescription(
                "The number of the attempt at the same intent, from 1. Leave it out; the operator writes it.")
        @Min(1)
        Integer attempt,

        @Required
        @JsonPropertyDescription(
                "`Migrate` brings the database to the target, up or down; `Upgrade` only upwards and `Downgrade` only downwards; `Stamp` writes the version rows of the target and runs no revision; `Observe` only reads where the database is; `Backup` takes a backup and changes nothing; `Restore` brings the database back from a backup.")
        Operation operation,

        @JsonPropertyDescription(
                "Who asked for the run: a `Person`, or the `Operator` for the manifest. Leave it out; the operator writes it.")
        Starter startedBy,

        @JsonPropertyDescription(
                "The target, in Alembic's words, relative ones such as `+1`, `-2`, `ae10+2` and `label@-1` too. The default is that of the DatabaseMigration, as with all that follow.")
        @Size(min = 1, max = 256)
        @Nullable
        String target,

        @JsonPropertyDescription("Several targets at once, for a project of independent branches.")
        @Size(min = 1, max = 32)
        @Nullable
        List<@Size(min = 1, max = 256) String> targets,

        @JsonPropertyDescription(
                "Clear all version rows, known to the project or not, before those of the target are written, as `alembic stamp --purge`.")
        @Nullable
        Boolean purge,

        @JsonPropertyDescription(
                "The newest revisions of a project that does not know where the database is: the run goes down to the first of them on the way, in place of its target, so that the project can go on from there. The operator writes it.")
        @Size(max = 1000)
        @Nullable
        List<@Size(max = 256) String> downToKnown,

        @JsonPropertyDescription("Whether the run may go down to reach the target.")
        DowngradePolicy downgrade,

        @JsonPropertyDescription("Digests of plans that are approved.") @Size(max = 100) @Nullable
        List<@Size(max = 100) String> approvals,

        @JsonPropertyDescription("The run whose outcome is unknown and that this one settles by reading the database.")
        @Size(max = 253)
        @Nullable
        String settles,

        @JsonPropertyDescription(
                "A digest of all in the DatabaseMigration that decides what a run does. A new run is due when it changes. The operator writes it with all that a person left out; from then on nothing changes.")
        @Size(max = 100)
        String intent,

        @JsonPropertyDescription("The database.") DatabaseSpec database,
        @JsonPropertyDescription("The project.") ProjectSpec project,

        @JsonPropertyDescription("How the run is carried out.")
        ExecutionSpec execution,

        @JsonPropertyDescription("The backup that the run takes if it needs one.") @Nullable
        BackupSpec backup,

        @JsonPropertyDescription("Which backup to bring back, for the operation Restore.") @Nullable
        RestoreSpec restore) {

    /** A run never changes, but the operator adds, once, what a person left out. */
    static final String UNCHANGED = "self == oldSelf || (!has(oldSelf.intent) && has(self.intent)"
            + " && self.migrationRef == oldSelf.migrationRef && self.operation == oldSelf.operation"
            + " && has(self.settles) == has(oldSelf.settles) && has(self.restore) == has(oldSelf.restore)"
            + " && (!has(oldSelf.restore) || self.restore == oldSelf.restore)"
            + " && (!has(oldSelf.number) || self.number == oldSelf.number)"
            + " && (!has(oldSelf.attempt) || self.attempt == oldSelf.attempt)"
            + " && (!has(oldSelf.target) || (has(self.target) && self.target == oldSelf.target))"
            + " && (!has(oldSelf.targets) || (has(self.targets) && self.targets == oldSelf.targets))"
            + " && has(self.purge) == has(oldSelf.purge) && (!has(oldSelf.purge) || self.purge == oldSelf.purge)"
            + " && (!has(oldSelf.downgrade) || self.downgrade == oldSelf.downgrade)"
            + " && (!has(oldSelf.approvals) || self.approvals == oldSelf.approvals)"
            + " && (!has(oldSelf.settles) || self.settles == oldSelf.settles)"
            + " && (!has(oldSelf.database) || self.database == oldSelf.database)"
            + " && (!has(oldSelf.project) || self.project == oldSelf.project)"
            + " && (!has(oldSelf.execution) || self.execution == oldSelf.execution)"
            + " && (!has(oldSelf.backup) || self.backup == oldSelf.backup))";

    private static final Pattern RELATIVE = Pattern.compile(DatabaseMigrationSpec.RELATIVE);

    /** Whether all that the run needs is in here. */
    @SuppressWarnings("ConstantValue")
    public boolean complete() {
        return intent != null;
    }

    /** What the run is to make true: Alembic's expressions, one or several; of a complete run. */
    public List<String> targetsOrTarget() {
        return targets == null ? List.of(Objects.requireNonNull(target, "a complete run has a target")) : targets;
    }

    /** Whether the target means something else once the run has moved the database. */
    public boolean hasRelativeTarget() {
        return targetsOrTarget().stream().anyMatch(RELATIVE.asMatchPredicate());
    }

    public boolean purges() {
        return purge != null && purge;
    }

    /** Whether it goes down with a project that knows the way, for one that does not. */
    public boolean goesDownToKnown() {
        return downToKnown != null;
    }

    public List<String> approvalsOrNone() {
        return approvals == null ? List.of() : approvals;
    }

    public BackupSpec backupOrDefault() {
        return backup == null ? BackupSpec.DEFAULT : backup.withDefaults();
    }

    /** Who asked for a run. */
    public enum Starter {
        Operator,
        Person
    }

    /** The DatabaseMigration of a run. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MigrationRef(
            @Required @JsonPropertyDescription("Name of the DatabaseMigration, in the same namespace.") @Size(max = 253)
            String name) {}
}
