package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of a {@link DatabaseMigration}: what the database said last, and what is being done about the rest. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatabaseMigrationStatus(
        @JsonPropertyDescription(
                "The generation of the spec that this status speaks of; -1 until the operator has seen the resource.")
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready: the database is at the target. Reconciling: a run is under way or due. Stalled: nothing more will happen until somebody changes something. AwaitingApproval: a plan waits for its digest to be approved. Drifted: somebody else has moved the database since the last run. Ready, Reconciling and Stalled are read by kstatus, so by Flux.")
        @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription(
                "Where the database is, as one text: `base`, or its revisions separated by commas. Absent while it has never been read.")
        @Nullable
        String revision,

        @JsonPropertyDescription("The version rows of the database when it was last read.") @Nullable
        List<String> currentRevisions,

        @JsonPropertyDescription("When they were read.") @Nullable
        String lastReadTime,

        @JsonPropertyDescription("The target as the manifest has it, as one text.") @Nullable
        String target,

        @JsonPropertyDescription("What the target resolved to in the last plan; empty for base.") @Nullable
        List<String> targetRevisions,

        @JsonPropertyDescription("Number of steps between the database and the target, as of the last run.") @Nullable
        Integer pending,

        @JsonPropertyDescription(
                "The revisions of these steps in their order; shortened where there are many. All are in the plan of the run.")
        @Nullable
        List<String> pendingRevisions,

        @JsonPropertyDescription("The digest of the project's image that the last successful run had.") @Nullable
        String imageDigest,

        @JsonPropertyDescription(
                "The project that knows the revisions that the database is at: the way down, when the manifest names an older image that does not know them.")
        @Nullable
        AppliedWith appliedWith,

        @JsonPropertyDescription("Which database it is.") @Nullable
        DatabaseIdentity database,

        @JsonPropertyDescription("The newest run.") @Nullable
        LastRun lastRun,

        @JsonPropertyDescription("When the database was last seen at the target by a run.") @Nullable
        String lastSuccessTime,

        @JsonPropertyDescription("When the next attempt is due, after a failed one.") @Nullable
        String nextAttemptTime,

        @JsonPropertyDescription("The newest backup that a run of it has taken, or tried to take.") @Nullable
        LastBackup lastBackup,

        @JsonPropertyDescription(
                "Present after a request has moved the database, or brought it back from a backup: nothing is migrated until the manifest has another target or a retry is asked for.")
        @Nullable
        Held held,

        @JsonPropertyDescription(
                "The requests that were taken up, newest last: the same one, created again, is not carried out a second time. Those that cannot move the database are forgotten first.")
        @Nullable
        List<ExecutedRequest> requests) {
    /** The generation that a new resource's status speaks of, by the definition's default: no one has looked at it yet. */
    public static final long UNSEEN = -1;

    /** The newest backup of a DatabaseMigration. Its words are kept as they are. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastBackup(
            @JsonPropertyDescription("Name of the MigrationBackup.")
            String name,

            @JsonPropertyDescription("Its state when its run said its last word.")
            String state,

            @JsonPropertyDescription("When its snapshot was taken.") @Nullable
            String time,

            @JsonPropertyDescription("Size of its files.") @Nullable
            Long sizeBytes,

            @JsonPropertyDescription("How it was shown to be good: by `Restore` or by `Digest`. Absent if it was not.")
            @Nullable
            String verified,

            @JsonPropertyDescription(
                    "Whose rows are in it: `Database`, those of all tables; `Tables`, those of some only. Absent while that is not known.")
            @Nullable
            String scope) {}

    /** A project that knows certain revisions, as a run has shown. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AppliedWith(
            @JsonPropertyDescription("Name of the MigrationRun that has shown it.")
            String run,

            @JsonPropertyDescription("The version rows that it left.")
            List<String> revisions,

            @JsonPropertyDescription("The digest of its image.") @Nullable
            String imageDigest,

            @JsonPropertyDescription("The project as the run had it.")
            ProjectSpec project) {}

    /** The newest run of a DatabaseMigration. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastRun(
            @JsonPropertyDescription("Name of the MigrationRun.")
            String name,

            @JsonPropertyDescription("Its number; runs of a DatabaseMigration are numbered from 1.")
            int number,

            @JsonPropertyDescription("Its uid: no run but this one is launched.") @Nullable
            String uid,

            @JsonPropertyDescription(
                    "Whether it was seen to be launched: it is launched only once, even if it loses its status.")
            boolean launched) {}
}
