package dev.stillhouse.operator.run;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * The whole plan of a run as its runner told it: SQL with comments in UTF-8, compressed with gzip. It stays in the pieces
 * in which it was told, so that there is one of it in memory.
 */
final class WholePlan {
    private final List<byte[]> pieces;
    private final int size;

    /** @param pieces in their order; they are not copied, and nobody changes them */
    WholePlan(List<byte[]> pieces) {
        this.pieces = List.copyOf(pieces);
        this.size = pieces.stream().mapToInt(piece -> piece.length).sum();
    }

    /** Bytes, compressed. */
    int size() {
        return size;
    }

    /** The bytes from {@code from} on, {@code length} of them or as many as there are. */
    byte[] part(int from, int length) {
        var part = new ByteArrayOutputStream(Math.min(length, size - from));
        var to = Math.min(from + length, size);
        var start = 0;
        for (var piece : pieces) {
            var first = Math.max(from, start);
            var end = Math.min(to, start + piece.length);
            if (first < end) {
                part.write(piece, first - start, end - first);
            }
            start += piece.length;
        }
        return part.toByteArray();
    }
}
