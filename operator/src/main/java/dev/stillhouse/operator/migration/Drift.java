package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.MigrationRun;

/**
 * Somebody else has moved the database: it is not where the run that moved it last has left it.
 *
 * @param left the run that moved it last
 * @param seen the run that found it elsewhere
 */
record Drift(MigrationRun left, MigrationRun seen) {

    /** For a person. */
    String sentence() {
        return "Run %s left the database at %s, and run %s found it at %s: somebody else has moved it, with alembic by hand or from another deployment."
                .formatted(
                        left.getMetadata().getName(),
                        left.getStatus().revision(),
                        seen.getMetadata().getName(),
                        seen.getStatus().revision());
    }
}
