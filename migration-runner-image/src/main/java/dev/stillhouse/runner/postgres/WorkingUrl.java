package dev.stillhouse.runner.postgres;

import dev.stillhouse.runner.url.DatabaseUrl;

/** How a restore connects: writers may be fenced off by a setting of the database, and a restore has to write. */
public final class WorkingUrl {
    private WorkingUrl() {}

    public static DatabaseUrl of(DatabaseUrl url) {
        return url.withOptions("-c default_transaction_read_only=off");
    }
}
