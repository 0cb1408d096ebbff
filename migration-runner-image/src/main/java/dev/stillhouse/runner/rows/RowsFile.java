package dev.stillhouse.runner.rows;

import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A file of rows: lines of JSON, compressed. */
final class RowsFile {
    private static final String ROW = "row";
    private static final int BATCH = 500;

    private RowsFile() {}

    /** What a file holds. */
    record Content(long rows, String sha256) {}

    /** Writes one. */
    static final class Writer implements AutoCloseable {
        private final OutputStream lines;
        private final MessageDigest digest = Sha256.start();
        private long rows;

        Writer(Path file) throws IOException {
            lines = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16);
        }

        void add(List<String> more) throws IOException {
            for (String row : more) {
                lines.write(Json.bytes(new JsonObject().put(ROW, row)));
                lines.write('\n');
                count(digest, row);
                rows++;
            }
        }

        /** Of a file that is complete. */
        Content finish() throws IOException {
            lines.close();
            return new Content(rows, Sha256.finish(digest));
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    /** Takes rows, some at a time. */
    interface Rows<E extends Exception> {
        void take(List<String> rows) throws E;
    }

    /** Reads all of one. */
    static <E extends Exception> Content read(Path file, Rows<E> rows) throws IOException, MalformedJson, E {
        MessageDigest digest = Sha256.start();
        long count = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            List<String> batch = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String row = Json.parse(line).text(ROW);
                count(digest, row);
                count++;
                batch.add(row);
                if (batch.size() == BATCH) {
                    rows.take(batch);
                    batch = new ArrayList<>();
                }
            }
            if (!batch.isEmpty()) {
                rows.take(batch);
            }
        }
        return new Content(count, Sha256.finish(digest));
    }

    private static void count(MessageDigest digest, String row) {
        digest.update(row.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }
}
