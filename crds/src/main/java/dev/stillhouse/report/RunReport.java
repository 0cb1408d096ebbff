package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended and what the database said at the end. Written as one compact JSON object of at most
 * {@value #MAX_BYTES} bytes to the container's termination message, and whole as the last line of standard output.
 *
 * @param version {@value RunRequest#VERSION}
 * @param outcome how it ended
 * @param reason why
 * @param message what happened, where, and what to do, for a person
 * @param database the database that was reached; absent when none was
 * @param before the version rows before, sorted; absent when they were never read
 * @param after the version rows at the end, sorted, as read from the database; absent when they could not be read
 * @param target the resolved target; an empty list is base; absent when it was not resolved
 * @param plan what was to run; absent when there was no plan
 * @param stepsDone steps that finished (they may have been rolled back: {@code after} tells)
 * @param pending steps between {@code after} and the target; absent where the plan does not tell
 * @param pendingRevisions the revisions of these steps in order; shortened where the report would not fit
 * @param known the newest revisions of the project, newest first, where it does not know those of the database;
 *     shortened where the report would not fit
 * @param failure details of a failure in the project or the database
 * @param backup the backup that was needed, or what was found of the one that was to be read; absent when none was
 * @param rehearsal what trying the plan on a copy has shown; absent when it was not tried
 * @param phaseMillis time spent in each phase that was entered
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunReport(
        int version,
        Outcome outcome,
        Reason reason,
        String message,
        @Nullable Database database,
        @Nullable List<String> before,
        @Nullable List<String> after,
        @Nullable List<String> target,
        @Nullable Plan plan,
        int stepsDone,
        @Nullable Integer pending,
        @Nullable List<String> pendingRevisions,
        @Nullable List<String> known,
        @Nullable Failure failure,
        @Nullable Backup backup,
        @Nullable Rehearsal rehearsal,
        Map<Phase, Long> phaseMillis) {

    /** The same end, told with another reason. */
    public RunReport because(Reason why, String words) {
        return new RunReport(
                version,
                outcome,
                why,
                words,
                database,
                before,
                after,
                target,
                plan,
                stepsDone,
                pending,
                pendingRevisions,
                known,
                failure,
                backup,
                rehearsal,
                phaseMillis);
    }

    /** The kubelet's limit for one container's termination message. */
    public static final int MAX_BYTES = 4096;

    /**
     * Which database it is. {@code systemIdentifier} is that of {@code pg_control_system()}, the same for all
     * databases of a cluster and its physical replicas; absent where the user may not read it.
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Database(
            @Nullable String systemIdentifier,
            String name,
            String serverVersion,
            @Nullable String versionTable) {}

    /**
     * The plan in brief.
     *
     * @param digest changes exactly if what will run changes ("sha256:…")
     * @param direction which way it goes
     * @param total number of steps
     * @param steps the revisions in order; shortened where the report would not fit
     * @param destructive what data the steps can lose; shortened where the report would not fit; absent when it was not
     *     asked
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Plan(
            String digest,
            Direction direction,
            int total,
            List<String> steps,
            @Nullable List<Finding> destructive) {}

    /**
     * What a rule says of a step.
     *
     * @param rule identifier of the rule, as in the reference of the rules
     * @param message what the step does, for a person: "drops the column orders.note with its data"
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Finding(String revision, String rule, String message) {}

    /**
     * What trying the plan on a copy of the database has shown.
     *
     * @param findings what is to be known before the plan runs: of the rules that the reference of the rehearsal has; shortened
     *     where the report would not fit
     * @param locks what the steps do to tables that are there already, so that others have to wait: the worst first, one for
     *     each table; shortened to {@value #LOCKS}, and further where the report would not fit
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rehearsal(RehearsalOutcome outcome, List<Finding> findings, List<TableLock> locks) {
        public static final int LOCKS = 10;

        public Rehearsal {
            findings = List.copyOf(findings);
            locks = List.copyOf(locks);
        }
    }

    /**
     * A lock that a plan takes on a table, and what it does under it.
     *
     * @param table "schema.name", as it is called before the plan
     * @param mode the strongest that is taken, as PostgreSQL's documentation calls it ("ACCESS EXCLUSIVE"; section "Explicit
     *     Locking")
     * @param revision the first step that takes it
     * @param rewritten whether all of the table is written anew
     * @param scanned whether all of the table is read
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TableLock(String table, String mode, String revision, boolean rewritten, boolean scanned) {}

    /**
     * A backup, as far as the run came with it.
     *
     * @param state Running, Stored, Verified or Failed; Unknown where one that was to be read is not there
     * @param location as in {@link RunRequest.Backup#location}
     * @param revisions version rows in it, sorted
     * @param snapshotTime when its snapshot was taken: what was written later is not in it; ISO 8601, UTC
     * @param digest digest of its manifest ("sha256:…"), which names the digest of every file; once it is stored
     * @param sizeBytes size of all its files; once it is stored
     * @param tables number of tables whose rows are in it; once it is dumped
     * @param rows number of rows in it; once it is dumped
     * @param millis time that it has taken
     * @param scope whose rows are in it; once that is known
     * @param rowsOf the tables whose rows are in it ("schema.name"), for the scope Tables; shortened to {@value #ROWS_OF},
     *     and further where the report would not fit; once it is dumped
     * @param scopeReason why it has the rows of all tables although the scope Tables was asked for
     * @param gap what was written between its snapshot and the first step; once that is about to begin, or over if writers waited
     * @param notes what it does not hold or does not show, a sentence for each; once it is complete, and absent if there is none
     * @param reused name of the MigrationBackup, where it is that of an earlier attempt and the run took none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Backup(
            BackupState state,
            String location,
            @Nullable List<String> revisions,
            @Nullable String snapshotTime,
            @Nullable String digest,
            @Nullable Long sizeBytes,
            @Nullable Integer tables,
            @Nullable Long rows,
            @Nullable Long millis,
            @Nullable BackupScope scope,
            @Nullable List<String> rowsOf,
            @Nullable String scopeReason,
            @Nullable Gap gap,
            @Nullable List<String> notes,
            @Nullable String reused) {

        /** As many tables are named at most; {@code tables} is the number of all. */
        public static final int ROWS_OF = 20;

        /** One of which nothing else is known. */
        public static Backup of(BackupState state, String location) {
            return new Backup(
                    state, location, null, null, null, null, null, null, null, null, null, null, null, null, null);
        }

        /** The same, with why it is none of rows that are saved one by one. */
        public Backup insteadOfRows(String why) {
            return scope == null
                    ? this
                    : saying(
                            rowsOf,
                            "rows were not saved one by one, as " + why
                                    + (scopeReason == null ? "" : "; " + scopeReason),
                            notes);
        }

        /** The same, with what was written since its snapshot. */
        public Backup with(Gap since) {
            return saying(rowsOf, scopeReason, since, notes);
        }

        /** The same, with this said of it. */
        public Backup saying(
                @Nullable List<String> itsRowsOf, @Nullable String itsScopeReason, @Nullable List<String> itsNotes) {
            return saying(itsRowsOf, itsScopeReason, gap, itsNotes);
        }

        private Backup saying(
                @Nullable List<String> itsRowsOf,
                @Nullable String itsScopeReason,
                @Nullable Gap itsGap,
                @Nullable List<String> itsNotes) {
            return new Backup(
                    state,
                    location,
                    revisions,
                    snapshotTime,
                    digest,
                    sizeBytes,
                    tables,
                    rows,
                    millis,
                    scope,
                    itsRowsOf,
                    itsScopeReason,
                    itsGap,
                    itsNotes,
                    reused);
        }
    }

    /**
     * The time between a backup's snapshot and the first step: what was written in it is in no backup.
     *
     * @param millis how long it was, by the server's clock
     * @param rows rows that were inserted, updated or deleted, of the tables that the plan can take something from, or of
     *     all where it can be any. An estimate: the server is told late, and counts what is rolled back. Absent where the
     *     server's counters do not reach back to the snapshot
     * @param tables those with the most of them, {@value #TABLES} at most; where writers waited, those that they waited for
     * @param waitedMillis how long writers had to wait so that there was no such time, by the runner's clock; absent where they
     *     did not have to
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Gap(
            long millis,
            @Nullable Long rows,
            List<WrittenTable> tables,
            @Nullable Long waitedMillis) {
        /** As many are named at most. */
        public static final int TABLES = 5;
    }

    /** A table ("schema.name"), and how many of its rows were inserted, updated or deleted. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record WrittenTable(String table, long rows) {}

    /** What failed, as far as it is known. {@code file} is relative to the project where it can be. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Failure(
            @Nullable String revision,
            @Nullable String file,
            @Nullable Integer line,
            @Nullable String sqlState,
            @Nullable String statement,
            @Nullable String detail) {}
}
