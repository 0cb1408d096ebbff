package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.postgres.ArchiveEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The steps in which a dump is restored by somebody who cannot give everything to the roles that it belonged to: as on a hosted
 * server, whose provider owns things in its customers' databases. What cannot be given away stays with the user. Pure.
 */
record OwnerStages(List<Stage> stages) {

    /**
     * Neighbours in the dump.
     *
     * @param given whether they are given to their owners
     */
    record Stage(boolean given, List<ArchiveEntry> entries) {}

    /**
     * The steps for these entries.
     *
     * @param roles all to which the backup refers
     * @param outOfReach those of them that the user cannot give anything to
     */
    static OwnerStages of(List<ArchiveEntry> entries, Collection<String> roles, Collection<String> outOfReach) {
        List<Stage> stages = new ArrayList<>();
        for (ArchiveEntry entry : entries) {
            boolean strange = entry.owner(roles).filter(outOfReach::contains).isPresent();
            if (strange && entry.isOfDefaultPrivileges()) {
                // What a role grants on things to come only that role says.
                continue;
            }
            boolean given = !strange;
            // The rows of a table are nobody's, and are best restored with many others.
            if (stages.isEmpty() || !entry.dataOnly() && stages.getLast().given() != given) {
                stages.add(new Stage(given, new ArrayList<>()));
            }
            stages.getLast().entries().add(entry);
        }
        return new OwnerStages(stages);
    }
}
