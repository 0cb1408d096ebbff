package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.backup.contents.Manifest;

/**
 * A restore that came to its end.
 *
 * @param database name of the database that has the backup's contents now
 * @param backup what is in it
 * @param message what was done, and what a person has to know and do now
 */
public record Restored(String database, Manifest backup, String message) {}
