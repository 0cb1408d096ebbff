package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.backup.Manifest;

/**
 * A restore that came to its end.
 *
 * @param backup what is in it
 * @param message what was done, and what a person has to know and do now
 */
public record FinishedRestore(Manifest backup, String message) {}
