package dev.stillhouse.runner.store;

/**
 * A file of a backup, as it was read back from the store.
 *
 * @param name relative to the backup, with {@code /} between folders
 * @param size in bytes
 * @param sha256 in lower-case hexadecimal digits
 */
public record StoredFile(String name, long size, String sha256) {}
