package dev.stillhouse.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/** Labels and annotations that Stillhouse writes or reads. */
public final class Labels {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String STILLHOUSE = "stillhouse";
    /** The DatabaseMigration that a run, Job or pod is for. */
    public static final String MIGRATION = "stillhouse.dev/migration";
    /** The MigrationRun that a Job or pod is for. */
    public static final String RUN = "stillhouse.dev/run";
    /** The MigrationRun of unknown outcome that another one settles. */
    public static final String SETTLES = "stillhouse.dev/settles";
    /** The MigrationRequest that a run carries out. */
    public static final String REQUEST = "stillhouse.dev/request";
    /** The server of a run's database, as far as it is known when the run is made ({@link DatabaseServers}). */
    public static final String DATABASE_SERVER = "stillhouse.dev/database-server";
    /** The MigrationBackup that a Job or pod deletes the files of. */
    public static final String BACKUP = "stillhouse.dev/backup";
    /** Annotation on such a Job: the uid of the MigrationBackup. */
    public static final String BACKUP_UID = "stillhouse.dev/backup-uid";
    /** The selector of all Jobs that delete files. */
    public static final String DELETION_SELECTOR = MANAGED_BY + "=" + STILLHOUSE + "," + BACKUP;
    /** The selector of all Jobs and pods of runs. */
    public static final String SELECTOR = MANAGED_BY + "=" + STILLHOUSE + "," + RUN;

    /** Annotation on a MigrationRun or a MigrationRequest: stop it. The value is a note for people. */
    public static final String CANCEL = "stillhouse.dev/cancel";
    /** Annotation on a MigrationRun that the operator itself withdraws, as the manifest has changed. */
    public static final String SUPERSEDED = "stillhouse.dev/superseded";
    /** Annotation on a DatabaseMigration: what the operator must not forget of it, as in its MigrationRecord. */
    public static final String RECORD = "stillhouse.dev/record";
    /** Annotation on a DatabaseMigration: a new value starts a new run, whatever the state. */
    public static final String RETRY = "stillhouse.dev/retry";

    /**
     * Annotation on a MigrationBackup: delete its files, and then the resource. The value is the resource's uid: a copy of
     * the resource, or one that a tool created again, asks for nothing.
     */
    public static final String DELETE_FILES = "stillhouse.dev/delete-files";

    /** How many characters the value of a label holds. */
    static final int LONGEST_VALUE = 63;

    private Labels() {}

    public static Map<String, String> ofRun(String migration, String run) {
        return Map.of(MANAGED_BY, STILLHOUSE, MIGRATION, labelValue(migration), RUN, labelValue(run));
    }

    public static Map<String, String> ofDeletion(String migration, String backup) {
        return Map.of(MANAGED_BY, STILLHOUSE, MIGRATION, labelValue(migration), BACKUP, labelValue(backup));
    }

    /** A name as the value of a label; it may be longer. */
    public static String labelValue(String name) {
        return Digests.shorten(name, LONGEST_VALUE);
    }

    public static Optional<String> annotation(HasMetadata resource, String name) {
        var annotations = resource.getMetadata().getAnnotations();
        return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(name));
    }
}
