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
    /** The MigrationBackup that a Job or pod deletes the files of. */
    public static final String BACKUP = "stillhouse.dev/backup";
    /** Annotation on such a Job: the uid of the MigrationBackup. */
    public static final String BACKUP_UID = "stillhouse.dev/backup-uid";
    /** The selector of all Jobs that delete files. */
    public static final String DELETION_SELECTOR = MANAGED_BY + "=" + STILLHOUSE + "," + BACKUP;
    /** The selector of all Jobs and pods of runs. */
    public static final String SELECTOR = MANAGED_BY + "=" + STILLHOUSE + "," + RUN;

    /** Annotation on a MigrationRun: stop it. The value is a note for people. */
    public static final String CANCEL = "stillhouse.dev/cancel";
    /** Annotation on a DatabaseMigration: a new value starts a new run, whatever the state. */
    public static final String RETRY = "stillhouse.dev/retry";

    /** Annotation on a MigrationBackup: let it go although its files cannot be deleted. The value is a note for people. */
    public static final String FORGET = "stillhouse.dev/forget";

    private Labels() {}

    public static Map<String, String> ofRun(String migration, String run) {
        return Map.of(MANAGED_BY, STILLHOUSE, MIGRATION, labelValue(migration), RUN, labelValue(run));
    }

    public static Map<String, String> ofDeletion(String migration, String backup) {
        return Map.of(MANAGED_BY, STILLHOUSE, MIGRATION, labelValue(migration), BACKUP, labelValue(backup));
    }

    /** A label's value holds at most 63 characters; names may be longer. */
    public static String labelValue(String name) {
        return Digests.shorten(name, 63);
    }

    public static Optional<String> annotation(HasMetadata resource, String name) {
        var annotations = resource.getMetadata().getAnnotations();
        return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(name));
    }
}
