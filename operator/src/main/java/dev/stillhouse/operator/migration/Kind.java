package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.MigrationRun;

/** What a run is for, as far as it matters to where the database is. */
enum Kind {
    /** It is to make the manifest true. */
    MIGRATION,
    /** Somebody has asked for the database to be elsewhere: by Upgrade, Downgrade, Stamp, or a Restore that replaces it. */
    MOVE,
    /** It reads the database, to settle a run of unknown outcome. */
    SETTLEMENT,
    /** It reads the database. */
    LOOK,
    /** It does not touch where the database is: Backup, Verify, and a Restore into a new database beside. */
    ASIDE;

    static Kind of(MigrationRun run) {
        var spec = run.getSpec();
        return switch (spec.operation()) {
            case Migrate -> MIGRATION;
            // What a newer version has done is for a person to look at.
            case Upgrade, Downgrade, Stamp, Unknown -> MOVE;
            case Restore -> spec.restore() != null && spec.restore().changesDatabase() ? MOVE : ASIDE;
            case Observe -> spec.settlesRef() == null ? LOOK : SETTLEMENT;
            case Backup, Verify -> ASIDE;
        };
    }
}
