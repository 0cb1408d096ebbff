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
                "!has(self.intent) || (has(self.number) && has(self.attempt) && has(self.target) && has(self.downgrade) && has(self.database) && has(self.project) && has(self.execution))",
        message = "leave intent out: the operator completes the run from its DatabaseMigration")
@ValidationRule(
        value = "has(self.intent) || (!has(self.number) && !has(self.attempt) && !has(self.settles))",
        message = "leave out number, attempt and settles: the operator writes them")
@ValidationRule(
        value = "has(self.intent) || self.operation in ['Backup', 'Restore', 'Observe']",
        message =
                "a run that a person creates has operation Backup, Restore or Observe; to migrate again, annotate the DatabaseMigration with stillhouse.dev/retry")
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
                "`Migrate` brings the database to the target, up or down; `Observe` only reads where it is; `Backup` takes a backup and changes nothing; `Restore` brings the database back from a backup.")
        Operation operation,

        @JsonPropertyDescription(
                "The target, in Alembic's words. The default is that of the DatabaseMigration, as with all that follow.")
        @Size(min = 1, max = 256)
        String target,

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
            + " && (!has(oldSelf.target) || self.target == oldSelf.target)"
            + " && (!has(oldSelf.downgrade) || self.downgrade == oldSelf.downgrade)"
            + " && (!has(oldSelf.approvals) || self.approvals == oldSelf.approvals)"
            + " && (!has(oldSelf.settles) || self.settles == oldSelf.settles)"
            + " && (!has(oldSelf.database) || self.database == oldSelf.database)"
            + " && (!has(oldSelf.project) || self.project == oldSelf.project)"
            + " && (!has(oldSelf.execution) || self.execution == oldSelf.execution)"
            + " && (!has(oldSelf.backup) || self.backup == oldSelf.backup))";

    /** Whether all that the run needs is in here. */
    @SuppressWarnings("ConstantValue")
    public boolean complete() {
        return intent != null;
    }

    public List<String> approvalsOrNone() {
        return approvals == null ? List.of() : approvals;
    }

    public BackupSpec backupOrDefault() {
        return backup == null ? BackupSpec.DEFAULT : backup.withDefaults();
    }

    /** The DatabaseMigration of a run. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MigrationRef(
            @Required @JsonPropertyDescription("Name of the DatabaseMigration, in the same namespace.") @Size(max = 253)
            String name) {}
}
