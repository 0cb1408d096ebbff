package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import java.util.Map;

/** What a run says of where the database is. */
enum Bearing {
    /** Nothing. */
    NOTHING,
    /** Where it was seen; who brought it there is for an earlier run to say. */
    READS,
    /** The database stands where this run left it, or found it when it settled another. */
    STANDS;

    /** The past as one table: what a run is for, against how it ended. */
    private static final Map<Kind, Map<Ending, Bearing>> TABLE = Map.of(
            //                   OPEN     VOID     WAITS    KEPT     MOVED    IN_DOUBT
            Kind.MIGRATION, row(STANDS, NOTHING, STANDS, STANDS, STANDS, STANDS),
            Kind.MOVE, row(NOTHING, NOTHING, NOTHING, NOTHING, STANDS, STANDS),
            Kind.SETTLEMENT, row(STANDS, NOTHING, STANDS, STANDS, STANDS, STANDS),
            Kind.LOOK, row(READS, NOTHING, READS, READS, READS, READS),
            Kind.ASIDE, row(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING));

    private static Map<Ending, Bearing> row(
            Bearing open, Bearing none, Bearing waits, Bearing kept, Bearing moved, Bearing inDoubt) {
        return Map.of(
                Ending.OPEN, open,
                Ending.VOID, none,
                Ending.WAITS, waits,
                Ending.KEPT, kept,
                Ending.MOVED, moved,
                Ending.IN_DOUBT, inDoubt);
    }

    static Bearing of(MigrationRun run) {
        return of(Kind.of(run), Ending.of(run));
    }

    @SuppressWarnings("NullAway") // the table is whole: BearingTest
    static Bearing of(Kind kind, Ending ending) {
        return TABLE.get(kind).get(ending);
    }
}
