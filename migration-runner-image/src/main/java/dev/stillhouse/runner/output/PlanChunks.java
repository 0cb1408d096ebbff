package dev.stillhouse.runner.output;

import dev.stillhouse.report.PlanChunk;
import dev.stillhouse.runner.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses a text and cuts it into {@link PlanChunk}s. */
public final class PlanChunks {
    private PlanChunks() {}

    /** Something that writes a text piece by piece. */
    public interface Text {
        void write(Consumer<String> piece);
    }

    /** Cuts the text, and tells the chunks in their order. */
    public static void cut(Text text, Consumer<PlanChunk> tell) {
        byte[] whole = compress(text);
        String digest = Sha256.of(whole);
        int total = Math.ceilDiv(whole.length, PlanChunk.MAX_BYTES);
        for (int i = 0; i < total; i++) {
            int from = i * PlanChunk.MAX_BYTES;
            byte[] piece = Arrays.copyOfRange(whole, from, Math.min(from + PlanChunk.MAX_BYTES, whole.length));
            tell.accept(new PlanChunk(i + 1, total, digest, Base64.getEncoder().encodeToString(piece)));
        }
    }

    private static byte[] compress(Text text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new Hard(bytes)) {
            text.write(piece -> {
                try {
                    gzip.write(piece.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Takes its time: each line that is saved is one less in the log. */
    private static final class Hard extends GZIPOutputStream {
        private static final int BUFFER = 64 * 1024;

        Hard(ByteArrayOutputStream into) throws IOException {
            super(into, BUFFER);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
