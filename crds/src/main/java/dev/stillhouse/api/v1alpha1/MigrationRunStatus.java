package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of a {@link MigrationRun}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MigrationRunStatus(
        @JsonPropertyDescription(
                "The generation of the spec that this status speaks of; -1 until the operator has seen the resource.")
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready, Reconciling and Stalled, as kstatus reads them.") @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("Where the run is in its life.") @Nullable
        RunPhase phase,

        @JsonPropertyDescription("Why it is in that phase, as one word.") @Nullable
        Reason reason,

        @JsonPropertyDescription("What happened or is happening, where, and what to do, for a person.") @Nullable
        String message,

        @JsonPropertyDescription(
                "Why the runner ended without a report, as far as Kubernetes tells: `DeadlineExceeded`, `Disrupted`, or `OutcomeUnknown`. Absent for a run that reported, or did not end.")
        @Nullable
        Reason loss,

        @JsonPropertyDescription("The Job that carries out the run.") @Nullable
        JobRef job,

        @JsonPropertyDescription("How far the run is.") @Nullable
        RunProgress progress,

        @JsonPropertyDescription("The target as the spec has it, as one text.") @Nullable
        String target,

        @JsonPropertyDescription("What was to run.") @Nullable
        RunPlan plan,

        @JsonPropertyDescription(
                "Where the whole plan with the SQL of each step is kept; absent until then, if there was nothing to run, and if it could not be had.")
        @Nullable
        PlanDocument planDocument,

        @JsonPropertyDescription(
                "Where the database was at the last word of the run, as one text: `base`, or its revisions separated by commas.")
        @Nullable
        String revision,

        @JsonPropertyDescription("What the runner reported at its end; absent until then, and if there was no report.")
        @Nullable
        RunResult result,

        @JsonPropertyDescription("The backup of the run: whether one was needed, why, and what became of it.") @Nullable
        RunBackup backup,

        @JsonPropertyDescription(
                "What trying the plan on a copy of the database has shown; absent until the end of the run, and if it was not tried.")
        @Nullable
        RunRehearsal rehearsal,

        @JsonPropertyDescription(
                "When the operator took up the run; absent while it waits for its turn among all runs.")
        @Nullable
        String startTime,

        @JsonPropertyDescription("When the run ended.") @Nullable
        String completionTime) {

    /** The Job of a run. The uid is absent until the Job was seen to exist. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record JobRef(
            @JsonPropertyDescription("Name of the Job.") String name,

            @JsonPropertyDescription("Its uid, once it was seen.") @Nullable
            String uid) {}

    /** How far a run is. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunProgress(
            @JsonPropertyDescription(
                    "The runner's phase: observe, plan, rehearse, gate, backup, restore, apply or verify.")
            @Nullable
            Phase phase,

            @JsonPropertyDescription("Steps finished and steps in all, such as `2/5`.") @Nullable
            String summary,

            @JsonPropertyDescription("Steps finished.") @Nullable
            Integer done,

            @JsonPropertyDescription("Steps in all.") @Nullable
            Integer total,

            @JsonPropertyDescription("The revision in hand.") @Nullable
            String revision,

            @JsonPropertyDescription("The runner's last word, such as who holds the lock that it waits for.") @Nullable
            String message) {}

    /** The plan of a run. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunPlan(
            @JsonPropertyDescription("Digest of what will run; an approval names it.")
            String digest,

            @JsonPropertyDescription("`up`, `down` or `none`.")
            Direction direction,

            @JsonPropertyDescription("Number of steps.") int total,

            @JsonPropertyDescription("The revisions in order; shortened where there are many.")
            List<String> steps,

            @JsonPropertyDescription("What data the steps can lose; shortened where it is much.") @Nullable
            List<Finding> destructive) {}

    /** Where the whole plan of a run is kept. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PlanDocument(
            @JsonPropertyDescription(
                    "Name of the ConfigMap with the first part of it, under the key plan.sql.gz; all have the label stillhouse.dev/run.")
            String configMap,

            @JsonPropertyDescription("Number of ConfigMaps that hold it.")
            int parts,

            @JsonPropertyDescription("Size of all parts, compressed.")
            int sizeBytes) {}

    /** What a rule says of a step. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Finding(
            @JsonPropertyDescription("The revision of the step.")
            String revision,

            @JsonPropertyDescription("The rule that speaks.")
            String rule,

            @JsonPropertyDescription("What it says, for a person.")
            String message) {}

    /** What trying the plan of a run on a copy of the database has shown. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunRehearsal(
            @JsonPropertyDescription(
                    "`Passed`: the plan goes there, back, and there again, and the schema is each time what it was before. `Warned`: it goes there, and `findings` says what is wrong with the way back or with a second time. `Failed`: a step fails, and the database was not touched. `Impossible`: it could not be tried, or not to its end, which says nothing of the plan.")
            RehearsalOutcome outcome,

            @JsonPropertyDescription(
                    "What is to be known of the plan, by the rules of the rehearsal; shortened where it is much.")
            @Nullable
            List<Finding> findings,

            @JsonPropertyDescription(
                    "The tables that are there already and that the steps lock so that others have to wait: one for each table, the worst first; shortened where it is much.")
            @Nullable
            List<TableLock> locks) {}

    /** What the steps of a plan do to a table. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TableLock(
            @JsonPropertyDescription("Its name with its schema, as it is called before the plan.")
            String table,

            @JsonPropertyDescription(
                    "The strongest lock that is taken on it, until the end of the step's transaction, as PostgreSQL's documentation calls it. `ACCESS EXCLUSIVE` makes everybody wait who reads or writes the table; weaker ones those who write it.")
            String mode,

            @JsonPropertyDescription("The first step that takes it.")
            String revision,

            @JsonPropertyDescription(
                    "Whether all of the table is written anew under a lock: it takes as long as the table is large.")
            boolean rewritten,

            @JsonPropertyDescription("Whether all of the table is read: it takes as long as the table is large.")
            boolean scanned) {}

    /** The backup of a run. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunBackup(
            @JsonPropertyDescription("Whether the run needed a backup; absent while that is not known.") @Nullable
            Boolean needed,

            @JsonPropertyDescription("Why it was needed.") @Nullable
            String because,

            @JsonPropertyDescription("Name of the MigrationBackup.") @Nullable
            String name,

            @JsonPropertyDescription(
                    "Running, Stored, Verified or Failed; a run that ended before the backup was what it had to be makes it Failed.")
            @Nullable
            BackupState state,

            @JsonPropertyDescription("The version rows in it.") @Nullable
            List<String> revisions,

            @JsonPropertyDescription("When its snapshot was taken: what was written later is not in it.") @Nullable
            String snapshotTime,

            @JsonPropertyDescription("Digest of its manifest, which names the digest of every file.") @Nullable
            String digest,

            @JsonPropertyDescription("Size of its files.") @Nullable
            Long sizeBytes,

            @JsonPropertyDescription(
                    "Whose rows are in it: `Database`, those of all tables; `Tables`, those of `rowsOf`; `Rows`, those that statements have changed in `rowsOf`.")
            @Nullable
            BackupScope scope,

            @JsonPropertyDescription(
                    "Of one with the scope `Tables` or `Rows`, the tables whose rows are in it; not more than 20 are named.")
            @Nullable
            List<String> rowsOf,

            @JsonPropertyDescription("Why it has more rows than `spec.backup.scope` asks for; absent otherwise.")
            @Nullable
            String scopeReason,

            @JsonPropertyDescription("Number of tables whose rows are in it.") @Nullable
            Integer tables,

            @JsonPropertyDescription("Number of rows in it.") @Nullable
            Long rows,

            @JsonPropertyDescription("Milliseconds that it took.") @Nullable
            Long millis,

            @JsonPropertyDescription(
                    "What was written between its snapshot and the first step, and so is in no backup. Absent before the first step, and where writers wait until they need not any more.")
            @Nullable
            BackupGap gap,

            @JsonPropertyDescription(
                    "What it does not hold or does not show, and what hinders its restore, a sentence for each; once it is complete.")
            @Nullable
            List<String> notes,

            @JsonPropertyDescription(
                    "True where it is the backup of an earlier attempt, so that the run took none; absent otherwise.")
            @Nullable
            Boolean reused,

            @JsonPropertyDescription("Digest of the plan that it was taken for.") @Nullable
            String plan) {

        /** Whether another run took it. */
        public boolean ofEarlierRun() {
            return reused != null && reused;
        }
    }

    /** The time between a backup's snapshot and the first step. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BackupGap(
            @JsonPropertyDescription("Milliseconds that it was.")
            long millis,

            @JsonPropertyDescription(
                    "Rows that were inserted, updated or deleted in it, of the tables that the plan can take something from, or of all where it can be any. An estimate: the server is told some seconds late, and counts what is rolled back. Absent where the server's counters do not reach back to the snapshot.")
            @Nullable
            Long rows,

            @JsonPropertyDescription(
                    "The tables with the most of them, five at most. Where writers waited, those that they waited for.")
            List<WrittenTable> tables,

            @JsonPropertyDescription(
                    "Milliseconds that writers had to wait, with `spec.backup.writers: Wait`, so that there was no such time. Absent where they did not have to.")
            @Nullable
            Long waitedMillis) {}

    /** A table of which rows were written. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record WrittenTable(
            @JsonPropertyDescription("Its schema, a dot, and its name.")
            String table,

            @JsonPropertyDescription("Rows that were inserted, updated or deleted.")
            long rows) {}

    /** What failed. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunError(
            @JsonPropertyDescription("The revision that failed.") @Nullable
            String revision,

            @JsonPropertyDescription("The file that it is in.") @Nullable
            String file,

            @JsonPropertyDescription("The line in that file.") @Nullable
            Integer line,

            @JsonPropertyDescription("PostgreSQL's error code.") @Nullable
            String sqlState,

            @JsonPropertyDescription("The statement that failed.") @Nullable
            String statement,

            @JsonPropertyDescription("The end of the traceback.") @Nullable
            String detail) {}

    /** What a runner reported. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunResult(
            @JsonPropertyDescription("The version rows before the run.") @Nullable
            List<String> revisionsBefore,

            @JsonPropertyDescription("The version rows at the end of the run, as read from the database.") @Nullable
            List<String> revisionsAfter,

            @JsonPropertyDescription("What the target resolved to; empty for base.") @Nullable
            List<String> targetRevisions,

            @JsonPropertyDescription("Number of steps between the database and the target at the end.") @Nullable
            Integer pending,

            @JsonPropertyDescription("The revisions of these steps in their order; shortened where there are many.")
            @Nullable
            List<String> pendingRevisions,

            @JsonPropertyDescription(
                    "The newest revisions that the project knows, newest first; only where it does not know those of the database.")
            @Nullable
            List<String> knownRevisions,

            @JsonPropertyDescription("The database that was reached.") @Nullable
            DatabaseIdentity database,

            @JsonPropertyDescription("The digest of the project's image that ran.") @Nullable
            String imageDigest,

            @JsonPropertyDescription("What failed in the project or the database.") @Nullable
            RunError error,

            @JsonPropertyDescription("Time spent in each phase of the runner.") @Nullable
            List<PhaseTiming> timings) {}

    /** Time spent in one phase of the runner. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PhaseTiming(
            @JsonPropertyDescription("The phase.") Phase phase,
            @JsonPropertyDescription("Milliseconds.") long millis) {}
}
