package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.operator.cluster.Labels;

/**
 * Whether somebody, or retention, wants the files of a backup to be deleted. A deletion of the resource is no such wish:
 * it may come from elsewhere, as from the deletion of its namespace.
 */
final class Marks {
    private Marks() {}

    static boolean isMarked(MigrationBackup backup) {
        return hasBegun(backup)
                || Labels.annotation(backup, Labels.DELETE_FILES)
                        .filter(uid -> uid.equals(backup.getMetadata().getUid()))
                        .isPresent();
    }

    /** A mark that was written for another resource, or by somebody who does not know what it has to say. */
    static boolean isMisread(MigrationBackup backup) {
        return !isMarked(backup)
                && Labels.annotation(backup, Labels.DELETE_FILES).isPresent();
    }

    /** How a person marks it. */
    static String command(MigrationBackup backup) {
        var meta = backup.getMetadata();
        return "kubectl annotate --overwrite -n %s mbackup/%s %s=%s"
                .formatted(meta.getNamespace(), meta.getName(), Labels.DELETE_FILES, meta.getUid());
    }

    private static boolean hasBegun(MigrationBackup backup) {
        return backup.getStatus() != null && backup.getStatus().deletion() != null;
    }
}
