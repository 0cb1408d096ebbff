package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator asks of the runner, as JSON in the environment variable {@value #VARIABLE}. It holds no secret. A runner
 * refuses fields that it does not know.
 *
 * @param version {@value #VERSION}; the runner refuses others
 * @param run namespace and name of the run ("shop/orders-3")
 * @param uid what tells it from another run of that name, in another cluster or in the place of one that was deleted; a
 *     digest of it is part of the {@code application_name} of its sessions
 * @param operation what to do
 * @param targets Alembic's revision expressions, such as {@code head}
 * @param downgrade whether going down is allowed
 * @param approvals digests of plans that are approved
 * @param project where the Alembic project is
 * @param session settings for the project's connections
 * @param deadline when the run has to be over: ISO 8601, UTC. Its time began when it was launched, so that a pod that
 *     starts late has less of it
 * @param backup whether and how a backup is taken; none is taken, and none is needed, when absent
 * @param restore the backup to bring back; for the operation Restore only
 * @param purge whether all version rows are cleared first, known or not; for the operation Stamp only
 * @param downToKnown revisions that another project knows: the run goes down to the newest of them that the database
 *     has applied, in place of its targets; for the operation Migrate only
 * @param planKeeping how much of the plan's SQL may leave the runner; all of it when absent
 * @param verify the backup to read back; for the operation Verify only
 * @param settles the run whose outcome this one finds out, if it is for that: whatever is left of it is ended first
 * @param copies where copies of the database are made; in the runner's own PostgreSQL when absent
 * @param rehearsal whether the plan is tried on a copy first; it is not when absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRequest(
        int version,
        String run,
        String uid,
        Operation operation,
        List<String> targets,
        DowngradePolicy downgrade,
        List<String> approvals,
        Project project,
        Session session,
        String deadline,
        @Nullable Backup backup,
        @Nullable Restore restore,
        boolean purge,
        @Nullable List<String> downToKnown,
        @Nullable PlanKeeping planKeeping,
        @Nullable Verify verify,
        @Nullable Lost settles,
        @Nullable Copies copies,
        @Nullable Rehearsal rehearsal) {

    public static final int VERSION = 1;
    public static final String VARIABLE = "STILLHOUSE_REQUEST";

    /** The moment at which the run has to be over. */
    public Instant end() {
        return Instant.parse(deadline);
    }

    /** The same to other targets, now that it is known how far down it has to go. */
    public RunRequest to(List<String> resolved) {
        return new RunRequest(
                version,
                run,
                uid,
                operation,
                resolved,
                downgrade,
                approvals,
                project,
                session,
                deadline,
                backup,
                restore,
                purge,
                null,
                planKeeping,
                verify,
                settles,
                copies,
                rehearsal);
    }

    /** The same, with its plan tried first. */
    public RunRequest rehearsing(Rehearsal how) {
        return new RunRequest(
                version,
                run,
                uid,
                operation,
                targets,
                downgrade,
                approvals,
                project,
                session,
                deadline,
                backup,
                restore,
                purge,
                downToKnown,
                planKeeping,
                verify,
                settles,
                copies,
                how);
    }

    public boolean rehearses() {
        return rehearsal != null && rehearsal.mode() == RehearsalMode.Schema;
    }

    public PlanKeeping planKeepingOrFull() {
        return planKeeping == null ? PlanKeeping.Full : planKeeping;
    }

    /**
     * A run that is given up for lost.
     *
     * @param run namespace and name of it
     * @param uid as its own request had it
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Lost(String run, String uid) {}

    /**
     * The Alembic project as the bridge sees it.
     *
     * @param path absolute folder in which a person would run {@code alembic}
     * @param config the Alembic configuration file, relative to {@code path}
     * @param section the section of the configuration; {@code alembic} when absent
     * @param urlVariable the environment variable from which env.py reads the URL of the database
     * @param x arguments as for {@code alembic -x}
     * @param hook a function of the project, as {@code package.module:function}, that launches env.py
     * @param imageDigest the digest of the project's image ("sha256:…"), where it is known before the pod starts
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Project(
            String path,
            String config,
            @Nullable String section,
            @Nullable String urlVariable,
            List<String> x,
            @Nullable String hook,
            @Nullable String imageDigest) {}

    /**
     * Settings of the project's own connections.
     *
     * @param lockTimeoutMillis {@code lock_timeout}; 0 waits for ever
     * @param statementTimeoutMillis {@code statement_timeout}; 0 is none
     * @param role the role for {@code SET ROLE}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Session(
            long lockTimeoutMillis,
            long statementTimeoutMillis,
            @Nullable String role) {}

    /**
     * How the plan is tried before it is applied.
     *
     * @param scratch absolute path of a folder for the files of a copy
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rehearsal(RehearsalMode mode, String scratch) {}

    /**
     * The backup of a run.
     *
     * @param when what calls for it; the operation Backup always takes it
     * @param verification what has to be shown of it before the run goes on
     * @param location folder below the storage's root, or part of the keys after the prefix, that is this backup's alone
     * @param storage where it is to lie; when absent, a run that needs a backup is refused
     * @param jobs number of parallel jobs of pg_dump and pg_restore
     * @param scope whose rows are in it
     * @param writers what becomes meanwhile of those who write to what the plan takes something from
     * @param earlier that of an earlier attempt, to be used in its place if it still fits
     * @param exclude what is left out of it; nothing when absent
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Backup(
            BackupPolicy when,
            BackupVerification verification,
            String location,
            @Nullable BackupStorage storage,
            int jobs,
            BackupScope scope,
            BackupWriters writers,
            @Nullable Earlier earlier,
            @Nullable Exclude exclude) {}

    /**
     * Whose rows are left out of a backup, by names as the database has them.
     *
     * @param schemas of all tables in these
     * @param tables {@code schema.name}
     * @param extensions of the tables that belong to these
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Exclude(List<String> schemas, List<String> tables, List<String> extensions) {
        public Exclude {
            schemas = List.copyOf(schemas);
            tables = List.copyOf(tables);
            extensions = List.copyOf(extensions);
        }
    }

    /**
     * The backup of an earlier attempt.
     *
     * @param name of its MigrationBackup
     * @param location where it is, as in {@link Backup#location}
     * @param digest digest of its manifest
     * @param planDigest digest of the plan that it was taken for
     * @param millis how long it took from its snapshot until it was complete
     * @param withinMillis for how long after that it is used
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Earlier(
            String name, String location, String digest, String planDigest, long millis, long withinMillis) {}

    /**
     * The restore of a run.
     *
     * @param location where the backup is, as in {@link Backup#location}
     * @param digest digest of its manifest, as the MigrationBackup has it; a backup that has another one is refused
     * @param verifiedSince whether a backup that could not be verified when it was taken was verified later; one that was not
     *     takes the place of nothing
     * @param confirm name of the database that is replaced or changed, as the person gave it
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Restore(
            String location,
            @Nullable String digest,
            boolean verifiedSince,
            BackupStorage storage,
            RestoreMode mode,
            String confirm,
            int jobs) {}

    /**
     * The reading of a stored backup.
     *
     * @param location where the backup is, as in {@link Backup#location}
     * @param digest digest of its manifest, where it is known; a backup that has another one is corrupt
     * @param verification how it is to be shown to be good
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Verify(
            String location,
            @Nullable String digest,
            BackupStorage storage,
            BackupVerification verification,
            int jobs) {}

    /**
     * Where copies of the database are made. The server, where it is another one, is told in the variables of {@link
     * DatabaseVariables} that are for it.
     *
     * @param role the role for {@code SET ROLE} on another server; on the database's own it is that of the session
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Copies(CopyPlace where, @Nullable String role) {}
}
