package dev.stillhouse.runner.review;

import java.util.List;

/** What a step does beside its SQL is in no backup of the database, and what it does in the database is not known. */
final class ReachesOutside {
    static final String ID = "reaches-outside";

    private ReachesOutside() {}

    static List<Finding> findings(RenderedStep step) {
        return step.reaches().stream()
                .map(what -> new Finding(step.revision(), ID, what + ", outside of the migration", null))
                .toList();
    }
}
