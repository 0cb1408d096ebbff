package dev.stillhouse.operator.run;

import dev.stillhouse.report.PlanChunk;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of a plan together. They may come twice, or among pieces of something else: a plan is whole when all of
 * its pieces are there and have its digest. What is held is paid for from a budget until it is dropped.
 */
final class PlanAssembly {
    /** Compressed. Some 80 MiB of SQL; a tenant is not to fill etcd, nor the operator's memory, with plans. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final int MEBIBYTE = 1024 * 1024;

    private final PlanBudget budget;
    private final Map<Integer, byte[]> pieces = new TreeMap<>();
    private HeardPlan heard = new HeardPlan.None();
    private @Nullable String digest;
    private int total;
    private int paid;
    private boolean crowdedOut;
    private boolean dropped;

    PlanAssembly(PlanBudget budget) {
        this.budget = budget;
    }

    /** Takes a piece; returns whether the plan is whole now. */
    boolean add(PlanChunk chunk) {
        if (dropped || crowdedOut || heard instanceof HeardPlan.Whole || !isRunners(chunk)) {
            return false;
        }
        if ((long) chunk.total() * PlanChunk.MAX_BYTES > MAX_BYTES + PlanChunk.MAX_BYTES) {
            tooLarge(chunk.total());
            return false;
        }
        return decode(chunk).map(piece -> add(chunk, piece)).orElse(false);
    }

    HeardPlan heard() {
        return heard;
    }

    /** Whether there was no room for the plan: to be heard it has to be told once more. */
    boolean isCrowdedOut() {
        return crowdedOut;
    }

    /** The plan is of no use any more, whether it was heard or will be. */
    void drop() {
        dropped = true;
        heard = new HeardPlan.None();
        clear();
    }

    /** What is not whole by now will not be. */
    void giveUpPieces() {
        if (heard instanceof HeardPlan.None) {
            clear();
        }
    }

    boolean isDropped() {
        return dropped;
    }

    private boolean add(PlanChunk chunk, byte[] piece) {
        if (!chunk.digest().equals(digest) || chunk.total() != total) {
            clear();
            digest = chunk.digest();
            total = chunk.total();
        }
        if (pieces.containsKey(chunk.number())) {
            return false;
        }
        if (!budget.take(piece.length)) {
            clear();
            crowdedOut = true;
            return false;
        }
        paid += piece.length;
        pieces.put(chunk.number(), piece);
        return pieces.size() == total && complete();
    }

    private boolean complete() {
        if (!sha256().equals(digest)) {
            clear();
            return false;
        }
        heard = new HeardPlan.Whole(new WholePlan(List.copyOf(pieces.values())));
        pieces.clear();
        return true;
    }

    private void tooLarge(int chunks) {
        clear();
        heard = new HeardPlan.Lost(
                "it has some %d MiB, compressed, and no more than %d MiB are kept. It is in the log of the run's pod, as long as that is there."
                        .formatted(Math.ceilDiv((long) chunks * PlanChunk.MAX_BYTES, MEBIBYTE), MAX_BYTES / MEBIBYTE));
    }

    private void clear() {
        pieces.clear();
        budget.giveBack(paid);
        paid = 0;
    }

    /** False for what no runner writes. */
    private static boolean isRunners(PlanChunk chunk) {
        return chunk.digest() != null && chunk.data() != null && chunk.number() >= 1 && chunk.number() <= chunk.total();
    }

    private static Optional<byte[]> decode(PlanChunk chunk) {
        try {
            return Optional.of(Base64.getDecoder().decode(chunk.data()))
                    .filter(piece -> piece.length <= PlanChunk.MAX_BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String sha256() {
        try {
            var digesting = MessageDigest.getInstance("SHA-256");
            pieces.values().forEach(digesting::update);
            return HexFormat.of().formatHex(digesting.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
