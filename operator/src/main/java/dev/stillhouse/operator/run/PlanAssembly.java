package dev.stillhouse.operator.run;

import dev.stillhouse.report.PlanChunk;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of a plan together. They may come twice, or among pieces of something else: a plan is whole when all of
 * its pieces are there and have its digest.
 */
final class PlanAssembly {
    /** Some 60 MiB compressed: a runner that tells more is not to take the operator's memory. */
    private static final int MAX_CHUNKS = 10_000;

    private final Map<Integer, byte[]> pieces = new TreeMap<>();
    private @Nullable String digest;
    private int total;

    /** Returns the plan if this was the last piece that was missing. */
    Optional<WholePlan> add(PlanChunk chunk) {
        var piece = decode(chunk);
        if (piece.isEmpty()) {
            return Optional.empty();
        }
        if (!chunk.digest().equals(digest) || chunk.total() != total) {
            pieces.clear();
            digest = chunk.digest();
            total = chunk.total();
        }
        pieces.put(chunk.number(), piece.get());
        if (pieces.size() < total) {
            return Optional.empty();
        }
        var whole = new ByteArrayOutputStream();
        pieces.values().forEach(whole::writeBytes);
        pieces.clear();
        return Optional.of(whole.toByteArray())
                .filter(bytes -> sha256(bytes).equals(digest))
                .map(WholePlan::new);
    }

    /** Empty for what no runner writes. */
    private static Optional<byte[]> decode(PlanChunk chunk) {
        if (chunk.digest() == null
                || chunk.data() == null
                || chunk.number() < 1
                || chunk.number() > chunk.total()
                || chunk.total() > MAX_CHUNKS) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(chunk.data()))
                    .filter(piece -> piece.length <= PlanChunk.MAX_BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
