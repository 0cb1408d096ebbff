package dev.stillhouse.runner.model;

/**
 * A revision file that was written.
 *
 * @param file relative to the project where it can be
 */
public record WrittenRevision(String revision, String file) {}
