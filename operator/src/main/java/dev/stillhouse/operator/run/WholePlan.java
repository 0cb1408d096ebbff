package dev.stillhouse.operator.run;

import java.util.Arrays;

/** The whole plan of a run as its runner told it: SQL with comments in UTF-8, compressed with gzip. */
final class WholePlan {
    private final byte[] compressed;

    WholePlan(byte[] compressed) {
        this.compressed = compressed.clone();
    }

    /** Bytes, compressed. */
    int size() {
        return compressed.length;
    }

    /** The bytes from {@code from} on, {@code length} of them or as many as there are. */
    byte[] part(int from, int length) {
        return Arrays.copyOfRange(compressed, from, Math.min(from + length, compressed.length));
    }
}
