package dev.stillhouse.runner.postgres;

import java.util.List;

/**
 * An extension that works in one database of a server only, and cannot be created in another one.
 *
 * @param schema all that is the extension's is in it, and nothing of other parts of the database needs it
 */
record SingleHomed(String extension, String schema) {
    /** It refuses every database but that of {@code cron.database_name}. */
    static final List<SingleHomed> ALL = List.of(new SingleHomed("pg_cron", "cron"));

    boolean isMeantBy(ArchiveEntry entry) {
        return entry.ofExtension(extension, schema);
    }
}
