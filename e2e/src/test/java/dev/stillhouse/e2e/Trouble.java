package dev.stillhouse.e2e;

import java.util.List;

/**
 * Something that happens to a DatabaseMigration, and the alerts that tell of it.
 *
 * @param migration the name of the DatabaseMigration
 * @param alerts their names
 * @param come brings it about; returns when that is done, which may be before anything is told
 * @param go ends it; returns when the DatabaseMigration is well again
 */
record Trouble(String migration, List<String> alerts, Runnable come, Runnable go) {}
