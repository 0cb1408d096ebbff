package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;

/** What the DROP statements have in common. */
final class Drops {
    private Drops() {}

    /** Whether what depends on the object goes too; without it, PostgreSQL refuses to drop what something depends on. */
    static boolean cascades(Node drop) {
        return drop.text("behavior").equals("DROP_CASCADE");
    }
}
