package dev.stillhouse.runner.command;

import dev.stillhouse.report.BackupStorage;
import java.nio.file.Path;

/**
 * Where backups lie, and how a person wrote it.
 *
 * @param written as on the command line
 */
record PlaceOfBackups(String written, BackupStorage storage) {

    Path scratch() {
        return Path.of(storage.scratch());
    }
}
