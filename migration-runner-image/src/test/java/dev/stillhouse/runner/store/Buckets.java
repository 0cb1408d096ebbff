package dev.stillhouse.runner.store;

import dev.stillhouse.report.BackupStorage.Bucket;
import dev.stillhouse.runner.fixture.ObjectServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Buckets as the tests name them, and stores in them. */
final class Buckets {
    static final String NAME = "backups";
    /** A tenth of the usual, so that a test for a silent server does not last. */
    static final Patience SHORT = new Patience(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofMillis(1500));

    private Buckets() {}

    static Bucket at(String endpoint) {
        return bucket(NAME, endpoint, null);
    }

    static Bucket bucket(String name, String endpoint, @Nullable Path authority) {
        return new Bucket(
                name, "team/blue", endpoint, null, true, authority == null ? null : authority.toString(), null, null);
    }

    static BackupStore open(Bucket bucket, Path scratch) {
        return open(bucket, scratch, ObjectServer.CREDENTIALS);
    }

    static BackupStore open(Bucket bucket, Path scratch, Map<String, String> credentials) {
        return Dump.ok(BucketStore.open(bucket, scratch, credentials, Patience.USUAL));
    }
}
