package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * Why a run ended as it did, or why a resource is in its condition. The one vocabulary of status, events, metrics and
 * documentation. {@link #retry()} says whether another attempt can end differently without anybody changing anything.
 */
public enum Reason {
    /** The database went up to the target. */
    Upgraded(Retry.NEVER),
    /** The database went down to the target. */
    Downgraded(Retry.NEVER),
    /** The version rows were written, without running a revision. */
    Stamped(Retry.NEVER),
    /** The database was at the target already. */
    UpToDate(Retry.NEVER),
    /** The database was read; nothing was to be changed. */
    Observed(Retry.NEVER),
    /** A backup was taken and has the state that was asked for. */
    BackedUp(Retry.NEVER),
    /** The database was brought back from a backup. */
    Restored(Retry.NEVER),
    /** A stored backup was read back and is what it should be. */
    Verified(Retry.NEVER),

    /** The target is below the current revision and {@code spec.downgrade} is {@code Forbid}. */
    DowngradeForbidden(Retry.NEVER),
    /** The operation goes one way, and the target lies the other way. */
    WrongDirection(Retry.NEVER),
    /** The plan waits for its digest to be among {@code spec.approvals}. */
    ApprovalRequired(Retry.NEVER),

    /** A step fails on a copy of the database, where the plan was tried first; the database was not touched. */
    RehearsalFailed(Retry.NEVER),
    /** The plan was tried on a copy of the database first, and something is wrong with its way back, or with a second time. */
    RehearsalWarned(Retry.NEVER),

    /** A step reaches for something beside the copy of the database in which it is tried. */
    ReachesOutside(Retry.NEVER),

    /** The operator, the runner and the bridge are not of one version. */
    ProtocolMismatch(Retry.NEVER),
    /** No Python interpreter was found in the project's image. */
    PythonNotFound(Retry.NEVER),
    /** The interpreter of the project's image has no Alembic. */
    AlembicNotFound(Retry.NEVER),
    /** {@code spec.project.path} does not exist in the image. */
    ProjectNotFound(Retry.NEVER),
    /** The Alembic configuration, its section or its script location does not exist. */
    ConfigNotFound(Retry.NEVER),
    /** The project's env.py or a revision file raised an exception of its own, or a revision file reaches outside when it is loaded. */
    ProjectError(Retry.NEVER),
    /** The revision files do not form a graph. */
    BrokenHistory(Retry.NEVER),
    /** The target, or a version row, names no revision of the project. */
    UnknownRevision(Retry.NEVER),
    /** The target names more than one revision. */
    AmbiguousRevision(Retry.NEVER),
    /** The target is {@code head} and the project has several heads. */
    MultipleHeads(Retry.NEVER),
    /** Alembic finds no way from the version rows to the target. */
    UnreachableTarget(Retry.NEVER),
    /** A revision on the way down has no downgrade. */
    DowngradeMissing(Retry.NEVER),
    /** What would have run is not what had been planned; nothing was run. */
    PlanChanged(Retry.BACKOFF),

    /** The URL in the Secret, or its parts, name no PostgreSQL database, or have a parameter that not all can use. */
    InvalidUrl(Retry.BACKOFF),
    /** The database cannot be reached. */
    ConnectionFailed(Retry.BACKOFF),
    /** The database refused the user or the password. */
    AuthenticationFailed(Retry.BACKOFF),
    /** The pod has no identity with the cloud, or may not use it, so that no token could be made for the database. */
    IdentityFailed(Retry.BACKOFF),
    /** The project's env.py connected to another database than the one of the manifest. */
    WrongDatabase(Retry.NEVER),
    /** Another run holds the advisory lock of this database, or its project is still at work there. */
    DatabaseBusy(Retry.BACKOFF),
    /** {@code lock_timeout} ended a statement. */
    LockTimeout(Retry.BACKOFF),
    /** {@code statement_timeout} ended a statement. */
    StatementTimeout(Retry.NEVER),
    /** The server ended the transaction to resolve a deadlock or a serialization conflict. */
    TransactionConflict(Retry.BACKOFF),
    /** A statement of a revision failed. */
    StatementFailed(Retry.NEVER),
    /** A step was found harmless, and was then about to run a statement that had not been seen; it was not sent. */
    UnforeseenStatement(Retry.BACKOFF),
    /** Writers were to wait from the backup to the step, and cannot with this plan, or this project. */
    WritersCannotWait(Retry.NEVER),
    /** The version rows after the run are not the planned ones. */
    VerificationFailed(Retry.NEVER),
    /** A step is destructive and {@code spec.backup.storage} names no place for the backup that it needs. */
    BackupStorageMissing(Retry.NEVER),
    /** The server is newer than the runner's pg_dump. */
    ServerTooNew(Retry.NEVER),
    /** Row-level security hides rows from the user, so that a backup would not have them. */
    RowSecurity(Retry.NEVER),
    /** The user may not read all that a backup has to hold. */
    BackupNotPermitted(Retry.NEVER),
    /** {@code spec.backup.exclude} leaves out what the backup would be for, or cannot be followed. */
    ExclusionRefused(Retry.NEVER),
    /** pg_dump failed or was ended. */
    DumpFailed(Retry.BACKOFF),
    /** The place for backups, or the scratch volume, has too little free space. */
    StorageFull(Retry.BACKOFF),
    /** The place for backups cannot be reached, or answers with an error. */
    StorageUnavailable(Retry.BACKOFF),
    /** The place for backups refuses the credentials, or what they may do. */
    StorageDenied(Retry.NEVER),
    /** The bucket, or the folder for backups, does not exist. */
    StorageNotFound(Retry.NEVER),
    /** What was read back from the place for backups is not what was written. */
    BackupCorrupt(Retry.BACKOFF),
    /** The restored copy is not what was dumped, or a statement changed other rows than were saved. */
    BackupNotEqual(Retry.ONCE),
    /** No copy can be made of the backup to verify it with, or it is not verified and was to replace a database. */
    BackupNotVerifiable(Retry.NEVER),
    /** There is no backup of this name, or it holds no complete dump. */
    BackupNotFound(Retry.NEVER),
    /** The backup has some tables' rows only, or nothing but saved rows, and was to be restored as another. */
    BackupPartial(Retry.NEVER),
    /** A restore has to name the database that it replaces, and does not. */
    RestoreNotConfirmed(Retry.NEVER),
    /** Somebody created a database of the name that the restore had chosen, at that moment. */
    RestoreTargetExists(Retry.NEVER),
    /** The restore failed; the database is what it was. */
    RestoreFailed(Retry.NEVER),

    /** The run took longer than {@code spec.execution.deadline}. */
    DeadlineExceeded(Retry.NEVER),
    /** The run was asked to stop. */
    Cancelled(Retry.BACKOFF),
    /** Kubernetes took the pod away: it was evicted or preempted, or its node was drained or lost. */
    Disrupted(Retry.UNCOUNTED),
    /** The project's container ended while it was needed. */
    BridgeLost(Retry.BACKOFF),
    /** A fault of Stillhouse itself. */
    InternalError(Retry.BACKOFF),

    /** The run waits for its pod to start. */
    Starting(Retry.NEVER),
    /** The run is under way. */
    Running(Retry.NEVER),
    /** An image of the pod cannot be pulled. */
    ImagePullFailed(Retry.BACKOFF),
    /** A container of the pod cannot be created or started; a missing Secret is one cause. */
    ContainerCannotStart(Retry.BACKOFF),
    /** No node can take the pod. */
    Unschedulable(Retry.BACKOFF),
    /** The pod was not admitted, or a volume of it cannot be mounted. */
    PodBlocked(Retry.BACKOFF),
    /** The pod would be more than the operator's settings allow. */
    PodNotAllowed(Retry.NEVER),
    /** The run's Job is suspended: a queue such as Kueue, or a person, has to resume it. */
    JobSuspended(Retry.BACKOFF),
    /** The pod, its Job or its node vanished before a report; the database is being asked. */
    OutcomeUnknown(Retry.BACKOFF),
    /** The outcome had been unknown, and the database, read again, is at the target. */
    Settled(Retry.NEVER),
    /** The outcome had been unknown, and the database, read again, is not at the target. */
    Lost(Retry.BACKOFF),
    /** The run was withdrawn before it started, as something else was wanted by then. */
    Superseded(Retry.NEVER),

    /** The files of a backup are being deleted. */
    Deleting(Retry.NEVER),
    /** The files of a backup stay where they are, although the resource that names them goes or was to go. */
    FilesKept(Retry.NEVER),
    /** Nothing says what the files of a backup are. */
    BackupUnknown(Retry.NEVER),
    /** {@code spec.suspend} is set. */
    Suspended(Retry.NEVER),
    /** The DatabaseMigration that a run is for does not exist. */
    MigrationNotFound(Retry.NEVER),
    /** A run waits for its turn among all runs, or a request for its turn or its DatabaseMigration. */
    Queued(Retry.NEVER),
    /** A request of the same name and content was taken up before; nothing was run. */
    AlreadyExecuted(Retry.NEVER),
    /** A run that the operator has not started for an existing DatabaseMigration: copied, forged, or restored. */
    NotAdopted(Retry.NEVER),
    /** Another DatabaseMigration manages the same database and version table. */
    DatabaseConflict(Retry.NEVER),
    /** Another release of the operator works on the namespace. */
    ManagedElsewhere(Retry.NEVER),
    /** Somebody else has moved the database since the last run. */
    Drifted(Retry.NEVER),

    /** A reason that this version does not know: a newer one wrote it. */
    Unknown(Retry.NEVER);

    /** Whether a new attempt makes sense while nothing else has changed. */
    public enum Retry {
        NEVER,
        /** After a pause, as often as the manifest allows. */
        BACKOFF,
        /** After a pause, as a second attempt and no further one: it costs much, and mostly ends the same. */
        ONCE,
        /** After a pause, however often: what ended the run had nothing to do with it, so that it was no attempt. */
        UNCOUNTED
    }

    private final Retry retry;

    Reason(Retry retry) {
        this.retry = retry;
    }

    /** Whether the operator starts another run by itself after this reason. */
    public Retry retry() {
        return retry;
    }

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static Reason read(String text) {
        return Constants.read(values(), text, Unknown);
    }
}
