package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.RehearsalMode;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spec of a {@link DatabaseMigration}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.target) || !has(self.targets)",
        message = "set either target or targets, which is for several independent branches")
public record DatabaseMigrationSpec(
        @Required @JsonPropertyDescription("The PostgreSQL database to migrate.")
        DatabaseSpec database,

        @Required @JsonPropertyDescription("The Alembic project that holds the revisions.")
        ProjectSpec project,

        @JsonPropertyDescription(
                "The revision that the database should be at, in Alembic's words: `head` (the default: the only head), `heads` (all of them), `base` (nothing applied), a revision identifier or a unique prefix of one, or `label@head`. A target below the current revision is a downgrade. Relative targets such as `+1` are refused: applying the same manifest twice would not mean the same.")
        @Size(min = 1, max = 256)
        @ValidationRule(value = DatabaseMigrationSpec.ABSOLUTE, message = DatabaseMigrationSpec.NOT_RELATIVE)
        @Nullable
        String target,

        @JsonPropertyDescription(
                "Several targets at once, each written as `target`, for a project of independent branches: `[billing@head, orders@ae1027a6]`. All of them should be true; they cannot lie in opposite directions.")
        @Size(min = 1, max = 32)
        @ValidationRule(
                value = "self.all(target, " + DatabaseMigrationSpec.ABSOLUTE_OF_LIST + ")",
                message = DatabaseMigrationSpec.NOT_RELATIVE)
        @Nullable
        List<@Size(min = 1, max = 256) String> targets,

        @JsonPropertyDescription(
                "Whether the database may go down to reach the target. `Forbid`: never. `RequireApproval`: only when the digest of the plan is in `approvals`. `Allow`: without asking.")
        @Default("RequireApproval")
        @Nullable
        DowngradePolicy downgrade,

        @JsonPropertyDescription(
                "Digests of plans that are approved, as shown in `status.plan.digest` of the run that waits for approval. A digest is bound to what will really run: if the plan changes, the approval no longer fits.")
        @Size(max = 100)
        @Nullable
        List<@Size(max = 100) String> approvals,

        @JsonPropertyDescription(
                "Backups before changes: when, how they are verified, where they lie, and for how long. Without it a run with a step that can lose data is refused, as there is no place for the backup that it needs.")
        @ValidationRule(
                value = "!(has(self.writers) && self.writers == 'Wait' && has(self.when) && self.when == 'Never')",
                message =
                        "writers: Wait means nothing with when: Never, as no backup is taken for which writers could wait")
        @Nullable
        BackupSpec backup,

        @JsonPropertyDescription("How runs are carried out: timeouts, retries, and the pod.") @Nullable
        ExecutionSpec execution,

        @JsonPropertyDescription(
                "Looks again, now and then, where the database is, and tells when somebody else has moved it. Without it the database is read by runs only.")
        @Nullable
        DriftCheckSpec driftCheck,

        @JsonPropertyDescription(
                "Start no new run by itself. A run that is under way goes on; to stop it, annotate it with `stillhouse.dev/cancel`. What a MigrationRequest asks for is carried out.")
        @Default("false")
        @Nullable
        Boolean suspend,

        @JsonPropertyDescription("How many finished runs to keep. The newest is always kept.")
        @Default(DatabaseMigrationSpec.DEFAULT_HISTORY_LIMIT)
        @Min(1)
        @Max(1000)
        @Nullable
        Integer runHistoryLimit,

        @JsonPropertyDescription("What becomes of the whole plan of a run, with its SQL.") @Nullable
        PlanSpec plan,

        @JsonPropertyDescription(
                "Where copies of the database are made that are there for a while: that which a backup is verified with. Each is dropped when it has served. Set it where the pod cannot have what the database has, such as its extensions.")
        @Nullable
        CopiesSpec copies,

        @JsonPropertyDescription(
                "Whether a plan is tried on a copy of the database before the database is touched. `Schema`: on a copy of its schema, without rows, the steps of the plan run up, down and up again (a plan that goes down: down, up and down again). A step that fails there ends the run before anything is changed, with the reason RehearsalFailed; what is wrong with the way back, or with a second time, and why something could not be tried, is told in the run's `status.rehearsal`, and the run goes on. `Never`, the default: it is not. The copy is made in the pod, and `backup.scratch` says how much room it has there; where `copies` has copies made on a server, nothing is tried.")
        @Nullable
        RehearsalMode rehearsal) {

    /** Alembic's pattern of a relative expression, in whole. */
    static final String RELATIVE = "^(.*@)?[A-Za-z0-9_]*[+-][0-9]+$";

    static final String ABSOLUTE = "!self.matches('" + RELATIVE + "')";
    static final String ABSOLUTE_OF_LIST = "!target.matches('" + RELATIVE + "')";
    static final String NOT_RELATIVE =
            "a relative target such as +1 or -2 means something else each time the manifest is applied; name the revision, label@head, head, heads or base. For a single step create a MigrationRequest with the operation Upgrade or Downgrade";
    static final String DEFAULT_TARGET = "head";
    static final String DEFAULT_HISTORY_LIMIT = "10";

    /** What should be true of the database: Alembic's expressions, one or several. */
    public List<String> targetsOrDefault() {
        if (targets != null) {
            return targets;
        }
        return List.of(target == null ? DEFAULT_TARGET : target);
    }

    public DowngradePolicy downgradeOrDefault() {
        return downgrade == null ? DowngradePolicy.RequireApproval : downgrade;
    }

    public List<String> approvalsOrNone() {
        return approvals == null ? List.of() : approvals;
    }

    public BackupSpec backupOrDefault() {
        return backup == null ? BackupSpec.DEFAULT : backup.withDefaults();
    }

    public CopiesSpec copiesOrDefault() {
        return copies == null ? CopiesSpec.DEFAULT : copies.withDefaults();
    }

    public RehearsalMode rehearsalOrDefault() {
        return rehearsal == null ? RehearsalMode.Never : rehearsal;
    }

    public ExecutionSpec executionOrDefault() {
        return execution == null ? ExecutionSpec.DEFAULT : execution.withDefaults();
    }

    public boolean suspended() {
        return suspend != null && suspend;
    }

    public PlanSpec planOrDefault() {
        return plan == null ? PlanSpec.DEFAULT : plan;
    }

    public int runHistoryLimitOrDefault() {
        return runHistoryLimit == null ? Integer.parseInt(DEFAULT_HISTORY_LIMIT) : runHistoryLimit;
    }
}
