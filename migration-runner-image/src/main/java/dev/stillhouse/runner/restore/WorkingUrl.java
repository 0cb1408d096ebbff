package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.url.DatabaseUrl;

/** How a restore connects: writers may be fenced off by a setting of the database, and a restore has to write. */
final class WorkingUrl {
    private WorkingUrl() {}

    static DatabaseUrl of(DatabaseUrl url) {
        return url.withOptions("-c default_transaction_read_only=off");
    }
}
