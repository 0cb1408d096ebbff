package dev.stillhouse.runner.contents;

/** The large objects of a database, with a hash as tables have it. */
public record LargeObjects(long count, String hash) {
    static final LargeObjects NONE = new LargeObjects(0, "0");
}
