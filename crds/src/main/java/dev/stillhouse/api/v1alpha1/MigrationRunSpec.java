package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.RehearsalMode;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The spec of a {@link MigrationRun}: all that the run needs, so that it can be read alone, years later. The operator writes
 * it whole, and nobody changes it.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self == oldSelf",
        message =
                "a run records one attempt and cannot be changed; to ask for something else, create a MigrationRequest or change the DatabaseMigration")
@ValidationRule(
        value = "(self.operation == 'Restore') == has(self.restore)",
        message = "operation: Restore and restore belong together")
@ValidationRule(
        value = "(self.operation == 'Verify') == has(self.verify)",
        message = "operation: Verify and verify belong together")
@ValidationRule(value = "has(self.target) != has(self.targets)", message = "a run has either a target or targets")
public record MigrationRunSpec(
        @Required @JsonPropertyDescription("The DatabaseMigration that this run is for.")
        MigrationRef migrationRef,

        @Required
        @JsonPropertyDescription("The number of the run among those of its DatabaseMigration, from 1.")
        @Min(1)
        int number,

        @Required @JsonPropertyDescription("The number of the attempt at the same thing, from 1.") @Min(1)
        int attempt,

        @JsonPropertyDescription(
                "How many runs at the same thing Kubernetes took the pod of before this one. They count as no attempt.")
        @Min(0)
        @Nullable
        Integer disruptions,

        @Required
        @JsonPropertyDescription(
                "`Migrate` brings the database to the target, up or down; `Upgrade` only upwards and `Downgrade` only downwards; `Stamp` writes the version rows of the target and runs no revision; `Observe` only reads where the database is; `Backup` takes a backup and changes nothing; `Restore` brings the database back from a backup; `Verify` reads a stored backup back and touches no database but copies of its own.")
        Operation operation,

        @JsonPropertyDescription(
                "The MigrationRequest that asked for the run, or for the one that it settles; absent for a run that the operator started for the manifest.")
        @Nullable
        RequestRef request,

        @JsonPropertyDescription("The target, in Alembic's words.") @Size(min = 1, max = 256) @Nullable
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
                "The newest revisions of a project that does not know where the database is: the run goes down to the first of them on the way, in place of its target, so that the project can go on from there.")
        @Size(max = 1000)
        @Nullable
        List<@Size(max = 256) String> downToKnown,

        @Required @JsonPropertyDescription("Whether the run may go down to reach the target.")
        DowngradePolicy downgrade,

        @JsonPropertyDescription("Digests of plans that are approved.") @Size(max = 100) @Nullable
        List<@Size(max = 100) String> approvals,

        @JsonPropertyDescription("The run whose outcome is unknown and that this one settles by reading the database.")
        @Nullable
        RunRef settlesRef,

        @Required @JsonPropertyDescription("What the DatabaseMigration asked for when the run was made.")
        Wish wish,

        @Required @JsonPropertyDescription("The database.") DatabaseSpec database,
        @Required @JsonPropertyDescription("The project.") ProjectSpec project,

        @Required @JsonPropertyDescription("How the run is carried out.")
        ExecutionSpec execution,

        @JsonPropertyDescription("The backup that the run takes if it needs one.") @Nullable
        BackupSpec backup,

        @JsonPropertyDescription("Which backup to bring back, for the operation Restore.") @Nullable
        RestoreSpec restore,

        @JsonPropertyDescription("Which stored backup to read back, for the operation Verify.") @Nullable
        VerifySpec verify,

        @JsonPropertyDescription("What becomes of the whole plan of the run, with its SQL.") @Nullable
        PlanSpec plan,

        @JsonPropertyDescription(
                "The backup of an earlier attempt, which the run uses in place of one of its own if it still fits.")
        @Nullable
        EarlierBackup earlierBackup,

        @JsonPropertyDescription("Where the run makes copies of the database, if it needs one.") @Nullable
        CopiesSpec copies,

        @JsonPropertyDescription(
                "Whether the run tries its plan on a copy of the database first. It does not where nothing is said.")
        @Nullable
        RehearsalMode rehearsal) {

    private static final Pattern RELATIVE = Pattern.compile(DatabaseMigrationSpec.RELATIVE);

    /** What the run is to make true: Alembic's expressions, one or several. */
    public List<String> targetsOrTarget() {
        return targets == null ? List.of(Objects.requireNonNull(target, "a run has a target")) : targets;
    }

    /** Whether the target means something else once the run has moved the database. */
    public boolean hasRelativeTarget() {
        return targetsOrTarget().stream().anyMatch(RELATIVE.asMatchPredicate());
    }

    public int disruptionsOrNone() {
        return disruptions == null ? 0 : disruptions;
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

    public PlanSpec planOrDefault() {
        return plan == null ? PlanSpec.DEFAULT : plan;
    }

    public CopiesSpec copiesOrDefault() {
        return copies == null ? CopiesSpec.DEFAULT : copies.withDefaults();
    }

    /** Of a run that says nothing of it, whatever the default of a manifest has become since. */
    public RehearsalMode rehearsalOrNever() {
        return rehearsal == null ? RehearsalMode.Never : rehearsal;
    }

    public BackupSpec backupOrDefault() {
        return backup == null ? BackupSpec.DEFAULT : backup.withDefaults();
    }

    /** The DatabaseMigration of a run or a request. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MigrationRef(
            @Required @JsonPropertyDescription("Name of the DatabaseMigration, in the same namespace.") @Size(max = 253)
            String name) {}

    /** The backup of an earlier attempt. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EarlierBackup(
            @Required @JsonPropertyDescription("Name of the MigrationBackup.") @Size(max = 253)
            String name,

            @Required
            @JsonPropertyDescription("Digest of its manifest: the files of another one are not meant.")
            @Size(max = 100)
            String digest,

            @Required
            @JsonPropertyDescription("Digest of the plan that it was taken for: it is used for the same plan only.")
            @Size(max = 100)
            String plan,

            @Required @JsonPropertyDescription("When its snapshot was taken.") @Size(max = 64)
            String snapshotTime,

            @JsonPropertyDescription("Milliseconds from there until it was complete.") @Min(0)
            long millis) {}

    /** The MigrationRequest behind a run. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RequestRef(
            @Required @JsonPropertyDescription("Name of the MigrationRequest.") @Size(max = 253)
            String name,

            @Required
            @JsonPropertyDescription("Its uid: another request of the same name is not meant.")
            @Size(max = 64)
            String uid,

            @Required @JsonPropertyDescription("What it asked for.")
            Operation operation) {}

    /** What a DatabaseMigration asks for: it is compared with what it asks for later. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Wish(
            @Required @JsonPropertyDescription("The targets of the manifest.") @Size(min = 1, max = 32)
            List<@Size(min = 1, max = 256) String> targets,

            @JsonPropertyDescription("The value of the annotation stillhouse.dev/retry, if there was one.")
            @Size(max = 1024)
            @Nullable
            String retry,

            @JsonPropertyDescription(
                    "The project of the manifest, where the run has another one that knows the way down.")
            @Nullable
            ProjectSpec project,

            @JsonPropertyDescription("The generation of the DatabaseMigration.") @Nullable
            Long generation) {}
}
