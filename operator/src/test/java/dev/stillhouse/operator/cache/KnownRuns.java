package dev.stillhouse.operator.cache;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Finished runs as the API server tells of them, each a copy of its own. */
final class KnownRuns {
    private static final String TEXT = text();

    private KnownRuns() {}

    /** The run of this number; ten in a row are of the same DatabaseMigration. */
    static MigrationRun read(int number) {
        return Serialization.unmarshal(
                TEXT.replace("{NUMBER}", String.valueOf(100_000 + number))
                        .replace("{MIGRATION}", String.valueOf(10_000 + number / 10)),
                MigrationRun.class);
    }

    private static String text() {
        try (var in = KnownRuns.class.getResourceAsStream("/cache/run.json")) {
            if (in == null) {
                throw new IllegalStateException("no test resource cache/run.json");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
