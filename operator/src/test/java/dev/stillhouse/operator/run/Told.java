package dev.stillhouse.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.report.PlanChunk;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A plan as runners tell it. */
record Told(byte[] compressed) {
    /** Bytes of no meaning: to the operator a plan is nothing else. */
    static Told ofSize(int bytes) {
        var content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return new Told(content);
    }

    WholePlan whole() {
        return new WholePlan(chunks().stream()
                .map(chunk -> Base64.getDecoder().decode(chunk.data()))
                .toList());
    }

    List<PlanChunk> chunks() {
        int total = Math.ceilDiv(compressed.length, PlanChunk.MAX_BYTES);
        var digest = digest();
        return IntStream.range(0, total)
                .mapToObj(index -> new PlanChunk(index + 1, total, digest, piece(index)))
                .toList();
    }

    List<String> lines() {
        return chunks().stream().map(Told::line).toList();
    }

    static String line(PlanChunk chunk) {
        try {
            return Serialization.jsonMapper().writeValueAsString(Map.of(PlanChunk.FIELD, chunk));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private String piece(int index) {
        var from = index * PlanChunk.MAX_BYTES;
        var to = Math.min(from + PlanChunk.MAX_BYTES, compressed.length);
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(compressed, from, to));
    }

    private String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(compressed));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
