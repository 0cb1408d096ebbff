package dev.stillhouse.runner.store;

import static dev.stillhouse.runner.store.Dump.LOCATION;
import static dev.stillhouse.runner.store.Dump.MANIFEST;
import static dev.stillhouse.runner.store.Dump.ok;
import static dev.stillhouse.runner.store.Dump.trouble;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupStorage.Bucket;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.fixture.RecordingServer;
import dev.stillhouse.runner.fixture.RecordingServer.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a server, and what happens if it lies. */
class BucketRequestsTest {
    @TempDir
    private Path scratch;

    private RecordingServer server;

    @BeforeEach
    void start() throws IOException {
        server = RecordingServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void allThatIsWrittenIsEncryptedWithTheKeyThatWasAskedFor() throws IOException {
        backUpWith("aws:kms", "key-7");
        assertThat(creations()).hasSize(7).extracting(Request::encryption).containsOnly("aws:kms key-7");
    }

    @Test
    void allThatIsWrittenIsEncryptedWithTheServersOwnKey() throws IOException {
        backUpWith("AES256", null);
        assertThat(creations()).hasSize(7).extracting(Request::encryption).containsOnly("AES256");
    }

    @Test
    void theBucketsOwnSettingIsLeftAlone() throws IOException {
        backUpWith(null, null);
        assertThat(server.requests()).extracting(Request::encryption).containsOnlyNulls();
    }

    @Test
    void aServerThatKeepsSomethingElseIsFoundOut() throws IOException {
        try (BackupStore store = Buckets.open(bucket(null, null), scratch)) {
            Path folder = ok(store.begin(LOCATION, 1));
            Dump.write(folder);
            server.replying((path, content) -> {
                if (path.endsWith("18.dat.gz")) {
                    content[7] ^= 1;
                }
                return content;
            });
            assertThat(trouble(store.store(LOCATION, folder, text -> {}))).satisfies(trouble -> {
                assertThat(trouble.reason()).isEqualTo(Reason.BackupCorrupt);
                assertThat(trouble.message()).contains("18.dat.gz", "another content", server.endpoint());
            });
        }
    }

    @Test
    void aManifestThatWasNotKeptAsItIsCompletesNothing() throws IOException {
        try (BackupStore store = Buckets.open(bucket(null, null), scratch)) {
            Dump.stored(store);
            server.replying((path, content) -> new byte[] {1});
            assertThat(trouble(store.seal(LOCATION, MANIFEST)).reason()).isEqualTo(Reason.BackupCorrupt);
        }
        assertThat(server.requests())
                .extracting(request -> request.method() + " " + request.path())
                .contains("DELETE /backups/team/blue/shop/orders-1/manifest.json");
    }

    /** Small files, a large one, and the manifest. */
    private void backUpWith(@Nullable String encryption, @Nullable String key) throws IOException {
        try (BackupStore store = Buckets.open(bucket(encryption, key), scratch)) {
            Path folder = ok(store.begin(LOCATION, 1));
            Dump.write(folder);
            Dump.write(folder.resolve("20.dat.gz"), Uploads.PART + 1);
            ok(store.store(LOCATION, folder, text -> {}));
            ok(store.seal(LOCATION, MANIFEST));
        }
    }

    /** Requests that make an object: the parts of an upload belong to the one that began it. */
    private List<Request> creations() {
        return server.requests().stream()
                .filter(request -> request.method().equals("PUT") && request.query() == null
                        || "uploads".equals(request.query()) && request.method().equals("POST"))
                .toList();
    }

    private Bucket bucket(@Nullable String encryption, @Nullable String key) {
        return new Bucket(Buckets.NAME, "team/blue", server.endpoint(), null, true, null, encryption, key);
    }
}
