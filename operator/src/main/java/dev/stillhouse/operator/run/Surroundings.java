package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import java.util.Optional;

/**
 * What matters around a run that has not been launched.
 *
 * @param migrationExists whether its DatabaseMigration is there; looked at only while the run is not complete
 * @param ahead another run of its DatabaseMigration that is under way
 * @param source the backup that it is to bring back; empty for every other operation, and if there is none
 */
record Surroundings(boolean migrationExists, Optional<MigrationRun> ahead, Optional<MigrationBackup> source) {
    /** Nothing that matters. */
    static final Surroundings NONE = new Surroundings(true, Optional.empty(), Optional.empty());
}
