package dev.stillhouse.runner.store;

import static dev.stillhouse.runner.store.Dump.LOCATION;
import static dev.stillhouse.runner.store.Dump.ok;
import static dev.stillhouse.runner.store.Dump.trouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.fixture.Certificates;
import dev.stillhouse.runner.fixture.InThread;
import dev.stillhouse.runner.fixture.ObjectServer;
import dev.stillhouse.runner.fixture.SmallDisk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that cannot be reached, do not answer, cannot be trusted, or die. */
class BucketStoreFaultsTest {
    @TempDir
    private Path scratch;

    @Test
    void aServerThatDoesNotListenIsSaid() {
        String endpoint = "http://localhost:1";
        try (BackupStore store = Buckets.open(Buckets.at(endpoint), scratch)) {
            assertUnavailable(store, endpoint, "nothing accepts connections");
        }
    }

    @Test
    void aHostThatDoesNotExistIsSaid() {
        String endpoint = "http://no-such-host.invalid:9000";
        try (BackupStore store = Buckets.open(Buckets.at(endpoint), scratch)) {
            assertUnavailable(store, endpoint, "no-such-host.invalid is not known");
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String endpoint = "http://localhost:" + silent.getLocalPort();
            try (BackupStore store =
                    ok(BucketStore.open(Buckets.at(endpoint), scratch, ObjectServer.CREDENTIALS, Buckets.SHORT))) {
                assertUnavailable(store, endpoint, "did not answer in time");
            }
        }
    }

    @Test
    void theUsualPatienceEndsWellBeforeTwoMinutes() {
        assertThat(Patience.USUAL.allAttempts()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aServerOfAnAuthorityOfOnesOwnIsTrustedOnlyWithIt(@TempDir Path folder)
            throws IOException, GeneralSecurityException {
        Certificates certificates = Certificates.make(folder);
        try (ObjectServer server = ObjectServer.start(
                folder,
                "--cert",
                certificates.certificate().toString(),
                "--key",
                certificates.key().toString())) {
            server.bucket(Buckets.NAME);
            try (BackupStore store =
                    Buckets.open(Buckets.bucket(Buckets.NAME, server.endpoint(), certificates.authority()), scratch)) {
                List<StoredFile> files = Dump.sealed(store);
                ok(store.fetch(LOCATION, files, scratch, text -> {}));
            }
            try (BackupStore store = Buckets.open(Buckets.at(server.endpoint()), scratch)) {
                assertUnavailable(store, server.endpoint(), "certificateAuthority");
            }
        }
    }

    @Test
    void aFileThatHoldsNoCertificateIsSaid(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.pem");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path other = Files.writeString(folder.resolve("other.pem"), "not a certificate");
        for (Path file : List.of(missing, empty, other)) {
            var bucket = Buckets.bucket(Buckets.NAME, "https://localhost:1", file);
            assertThat(trouble(BucketStore.open(bucket, scratch, ObjectServer.CREDENTIALS, Patience.USUAL)))
                    .satisfies(trouble -> {
                        assertThat(trouble.reason()).isEqualTo(Reason.StorageUnavailable);
                        assertThat(trouble.message()).contains(file.toString(), "PEM");
                    });
        }
    }

    @Test
    void anUploadThatIsCutOffLeavesNothingBehind(@TempDir Path folder) throws IOException {
        try (ObjectServer server = ObjectServer.start(folder)) {
            Path bucket = server.bucket(Buckets.NAME);
            try (BackupStore store = Buckets.open(Buckets.at(server.endpoint()), scratch)) {
                Path dump = ok(store.begin(LOCATION, 1));
                Dump.write(dump.resolve("17.dat.gz"), 3 * Uploads.PART);
                var storing = InThread.supply(() -> store.store(LOCATION, dump, text -> {}));
                // Looks often, as the upload goes on; files of the server may go while it looks.
                await().atMost(Duration.ofSeconds(120))
                        .pollInterval(Duration.ofMillis(10))
                        .ignoreExceptions()
                        .until(() -> parts(bucket) > 0);
                server.kill();
                assertThat(trouble(storing.join())).satisfies(trouble -> {
                    assertThat(trouble.reason()).isEqualTo(Reason.StorageUnavailable);
                    assertThat(trouble.message()).contains(server.endpoint());
                });
            }
            assertThat(parts(bucket)).isPositive();

            server.restart();
            try (BackupStore next = Buckets.open(Buckets.at(server.endpoint()), scratch)) {
                assertThat(trouble(next.manifest(LOCATION)).reason()).isEqualTo(Reason.BackupNotFound);
                ok(next.begin(LOCATION, 1));
                assertThat(parts(bucket)).isZero();
            }
        }
    }

    /** Parts of uploads that are not complete, as the server keeps them. */
    private static long parts(Path bucket) throws IOException {
        Path uploads = bucket.resolve(".sgwtmp/multipart");
        if (!Files.exists(uploads)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(uploads)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() >= Uploads.PART)
                    .count();
        }
    }

    @Test
    void aScratchFolderThatFillsUpIsNotTheServersFault(@TempDir Path folder, @TempDir Path mountPoint)
            throws IOException {
        try (ObjectServer server = ObjectServer.start(folder);
                SmallDisk disk = SmallDisk.mount(mountPoint, 2048)) {
            server.bucket(Buckets.NAME);
            try (BackupStore store = Buckets.open(Buckets.at(server.endpoint()), scratch)) {
                List<StoredFile> files = Dump.sealed(store);
                List<StoredFile> underestimated = files.stream()
                        .map(file -> new StoredFile(file.name(), 1, file.sha256()))
                        .toList();
                Files.write(disk.folder().resolve("ballast"), new byte[2000 << 10]);
                assertThat(trouble(store.fetch(LOCATION, underestimated, disk.folder(), text -> {})))
                        .satisfies(trouble -> {
                            assertThat(trouble.reason()).isEqualTo(Reason.StorageFull);
                            assertThat(trouble.message()).contains("scratch");
                        });
            }
        }
    }

    private static void assertUnavailable(BackupStore store, String host, String why) {
        assertThat(trouble(store.begin(LOCATION, 1))).satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.StorageUnavailable);
            assertThat(trouble.message()).contains(host, why);
        });
    }
}
