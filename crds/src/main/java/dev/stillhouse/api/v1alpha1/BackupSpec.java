package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.Constants;
import dev.stillhouse.report.Durations;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a backup is taken, how it is shown to be good, where it lies, and for how long. The schema has no defaults, as in
 * {@link ExecutionSpec}.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupSpec(
        @JsonPropertyDescription(
                "When a run takes a backup before it changes the database. `Destructive`, the default: when a step of the plan can lose data. `Always`: before every change. `Never`: a step that loses data runs without a way back.")
        @Nullable
        BackupPolicy when,

        @JsonPropertyDescription(
                "What is shown of a backup before the run goes on. `Restore`, the default: a copy is made of it (`spec.copies` says where), and schema, row counts and contents are compared. `Digest`: the stored files are read back and compared with what was written; that they can be restored is not shown, so it is for databases that are too large for the other.")
        @Nullable
        BackupVerification verify,

        @JsonPropertyDescription(
                "Whose rows are in a backup that a run takes before it changes the database. `Database`, the default: those of all tables. `Tables`: where all that the plan can lose is known to be rows of certain tables, those of these tables and of the version table, beside the whole schema; otherwise, and when a backup is asked for, those of all tables. A backup of some tables is taken and verified in much less time, and cannot take the place of the database: it is restored beside it, and a person copies the rows back. `Rows`: where all that the plan can lose is rows that `UPDATE` and `DELETE` statements change in plain tables with a primary key, these rows, each saved and verified right before its statement, under its lock and in its transaction; otherwise as with `Tables`. A restore with `mode: Rows` puts them back into their tables.")
        @Nullable
        BackupScope scope,

        @JsonPropertyDescription(
                "What becomes of those who write to the tables that the plan can take something from, while a run takes its backup. `Continue`, the default: they go on; what they write between the backup and the step is in no backup, and how much that was is told in the run's `status.backup.gap`. `Wait`: these tables can be read and not written, from before the backup until the migration is committed, so that nothing is in between. Writers then wait for as long as it takes to dump, store and verify, so it is for backups of a few tables (`scope: Tables`) and for times in which nobody minds. A plan that cannot be applied like that ends before anything is done, with the reason WritersCannotWait.")
        @Nullable
        BackupWriters writers,

        @JsonPropertyDescription(
                "Where backups lie. Without it a run that needs a backup is refused, and nothing is changed.")
        @Nullable
        StorageSpec storage,

        @JsonPropertyDescription(
                "How many backups are kept, and for how long. Those of all tables, those of some and those of rows are counted apart.")
        @Nullable
        Retention retention,

        @JsonPropertyDescription(
                "What happens to the backups when the DatabaseMigration is deleted. `Retain`, the default: they stay, until their age ends or somebody deletes them. `Delete`: they are deleted too, with their files, an hour later if it is still gone. It holds for the backups that are taken from then on.")
        @Nullable
        DeletionPolicy deletionPolicy,

        @JsonPropertyDescription("Number of parallel jobs of pg_dump and pg_restore. The default is 2.")
        @Min(1)
        @Max(32)
        @Nullable
        Integer jobs,

        @JsonPropertyDescription(
                "The volume for what dump, verification and rehearsal need for a while: the dump itself where it goes to a bucket, a whole restored database for `verify: Restore`, unless `spec.copies` has the copy elsewhere, and its schema for `spec.rehearsal`. An emptyDir unless a storage class is named.")
        @Nullable
        Scratch scratch,

        @JsonPropertyDescription(
                "For how long after it was complete the backup of an attempt is used by the next ones, in place of another backup each time: where the plan is the same, the database is at the same revision, and no more can be lost than is in it. The default is `1h`; `0s` takes a backup each time. What others write meanwhile is not in it, and is told.")
        @Pattern(ExecutionSpec.DURATION)
        @ValidationRule(value = ExecutionSpec.TIMEOUT_RANGE, message = "at most 168h (a week)")
        @Size(max = 32)
        @Nullable
        String reuseWithin,

        @JsonPropertyDescription(
                "Whose rows are left out of backups: for tables that are large and can be had again, and for what the user may not read. Definitions stay in. A backup without them cannot take the place of the database: it is restored beside it. A plan that can take something from such a table is refused, with the reason ExclusionRefused. The version table is in every backup.")
        @Nullable
        Exclude exclude) {

    static final String DEFAULT_JOBS = "2";
    static final String DEFAULT_COUNT = "5";
    static final String DEFAULT_REUSE_WITHIN = "1h";

    /** What holds where a manifest says nothing of backups: what needs one is refused for lack of a place. */
    public static final BackupSpec DEFAULT =
            new BackupSpec(null, null, null, null, null, null, null, null, null, null, null).withDefaults();

    /** What happens to backups when their DatabaseMigration is deleted. */
    public enum DeletionPolicy {
        /** They stay. */
        Retain,
        /** They are deleted, with their files. */
        Delete;

        /** Reads it; see {@link Constants}. */
        @JsonCreator
        public static DeletionPolicy read(String text) {
            return Constants.read(values(), text, Retain);
        }
    }

    /** How many backups are kept, and for how long. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Retention(
            @JsonPropertyDescription(
                    "How many complete backups of the DatabaseMigration to keep. The newest verified one of each revision is kept beyond that. The default is 5.")
            @Min(1)
            @Max(1000)
            @Nullable
            Integer count,

            @JsonPropertyDescription(
                    "How long to keep a backup, such as `720h` (30 days). The newest verified one of each revision is kept beyond that.")
            @Pattern(ExecutionSpec.DURATION)
            @ValidationRule(
                    value = "duration(self) > duration('0s')",
                    message = "an age is longer than 0s, such as 720h; leave it out to keep backups by count only")
            @Size(max = 32)
            @Nullable
            String age) {

        public int countOrDefault() {
            return count == null ? Integer.parseInt(DEFAULT_COUNT) : count;
        }
    }

    /** Names as the database has them: case matters, and nothing is quoted. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Exclude(
            @JsonPropertyDescription("Schemas, such as `audit`: the rows of all tables in them.")
            @Size(max = 64)
            @Nullable
            List<@Size(min = 1, max = 63) String> schemas,

            @JsonPropertyDescription(
                    "Tables with their schema, such as `audit.log`. A partitioned one stands for its partitions.")
            @Size(max = 256)
            @ValidationRule(
                    value = "self.all(name, name.contains('.'))",
                    message = "a table is named with its schema, such as audit.log")
            @Nullable
            List<@Size(min = 3, max = 127) String> tables,

            @JsonPropertyDescription(
                    "Extensions, such as `pg_cron`: the rows in their tables that pg_dump would take for the user's.")
            @Size(max = 64)
            @Nullable
            List<@Size(min = 1, max = 63) String> extensions) {

        /** Whether it names nothing. */
        boolean namesNothing() {
            return names(schemas).isEmpty()
                    && names(tables).isEmpty()
                    && names(extensions).isEmpty();
        }

        /** The same with all lists, each sorted: two that mean the same are then equal. */
        Exclude sorted() {
            return new Exclude(names(schemas), names(tables), names(extensions));
        }

        private static List<String> names(@Nullable List<String> names) {
            return names == null
                    ? List.of()
                    : names.stream().sorted().distinct().toList();
        }
    }

    /** A volume that lives as long as the pod. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "!has(self.storageClassName) || has(self.size)",
            message = "a volume of a storage class needs a size, such as 20Gi: set size beside storageClassName")
    public record Scratch(
            @JsonPropertyDescription(
                    "Its size, such as `20Gi`: the limit of an emptyDir, or what is asked of the storage class. The operator's settings have a default, 10Gi. The verification of a backup needs as much as the database where the copy is made in the pod.")
            @Nullable
            Quantity size,

            @JsonPropertyDescription(
                    "A storage class: the scratch volume is then made by it for each pod and goes with the pod, in place of an emptyDir on the node's disk.")
            @Size(min = 1, max = 253)
            @Nullable
            String storageClassName) {}

    /** The same with every default spelled out: two that mean the same are then equal. */
    public BackupSpec withDefaults() {
        return new BackupSpec(
                whenOrDefault(),
                verifyOrDefault(),
                scopeOrDefault(),
                writersOrDefault(),
                storage,
                retention == null
                        ? new Retention(Integer.valueOf(DEFAULT_COUNT), null)
                        : new Retention(retention.countOrDefault(), retention.age()),
                Objects.requireNonNullElse(deletionPolicy, DeletionPolicy.Retain),
                jobsOrDefault(),
                scratch,
                reuseWithin == null ? DEFAULT_REUSE_WITHIN : reuseWithin,
                exclude == null || exclude.namesNothing() ? null : exclude.sorted());
    }

    /** What matters to a run, with every default spelled out: for how long a backup is kept afterwards does not. */
    public BackupSpec ofRun() {
        var whole = withDefaults();
        return new BackupSpec(
                whole.when,
                whole.verify,
                whole.scope,
                whole.writers,
                whole.storage,
                null,
                null,
                whole.jobs,
                whole.scratch,
                whole.reuseWithin,
                whole.exclude);
    }

    public BackupPolicy whenOrDefault() {
        return when == null ? BackupPolicy.Destructive : when;
    }

    public BackupVerification verifyOrDefault() {
        return verify == null ? BackupVerification.Restore : verify;
    }

    public BackupScope scopeOrDefault() {
        return scope == null ? BackupScope.Database : scope;
    }

    public BackupWriters writersOrDefault() {
        return writers == null ? BackupWriters.Continue : writers;
    }

    public int jobsOrDefault() {
        return jobs == null ? Integer.parseInt(DEFAULT_JOBS) : jobs;
    }

    /** For how long the backup of an earlier attempt is used; zero if it is not. */
    public Duration reuseWithinOrDefault() {
        return Durations.parse(reuseWithin == null ? DEFAULT_REUSE_WITHIN : reuseWithin);
    }

    public Retention retentionOrDefault() {
        return retention == null ? new Retention(null, null) : retention;
    }

    /** How long a backup is kept; empty if its age does not matter. */
    public Optional<Duration> ageOrNone() {
        return Optional.ofNullable(retentionOrDefault().age()).map(Durations::parse);
    }
}
