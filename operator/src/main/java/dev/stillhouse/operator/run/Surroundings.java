package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.operator.cluster.Adoption;
import java.util.Optional;

/**
 * What matters around a run that has not been launched.
 *
 * @param adoption whether its DatabaseMigration has started it
 * @param source the backup that it is to bring back or to verify; empty for every other operation, and if there is none
 * @param earlier the backup of an earlier attempt that it may use; empty if it was offered none, or that is gone
 * @param turn whether its turn has come
 */
record Surroundings(Adoption adoption, Optional<MigrationBackup> source, Optional<MigrationBackup> earlier, Turn turn) {
    /** Nothing that matters any more. */
    static final Surroundings NONE = new Surroundings(Adoption.ADOPTED, Optional.empty(), Optional.empty(), Turn.now());
}
