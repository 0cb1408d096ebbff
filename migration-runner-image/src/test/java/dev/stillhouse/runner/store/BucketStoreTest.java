package dev.stillhouse.runner.store;

import static dev.stillhouse.runner.store.Dump.LOCATION;
import static dev.stillhouse.runner.store.Dump.MANIFEST;
import static dev.stillhouse.runner.store.Dump.ok;
import static dev.stillhouse.runner.store.Dump.trouble;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.fixture.ObjectServer;
import dev.stillhouse.runner.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real S3 server. */
class BucketStoreTest {
    @TempDir
    private static Path server;

    private static ObjectServer objects;

    @TempDir
    private Path scratch;

    private Path files;
    private BackupStore store;

    @BeforeAll
    static void start() {
        objects = ObjectServer.start(server);
    }

    @AfterAll
    static void stop() {
        objects.close();
    }

    @BeforeEach
    void open() throws IOException {
        files = objects.bucket(Buckets.NAME).resolve("team/blue/shop/orders-1");
        store = Buckets.open(Buckets.at(objects.endpoint()), scratch);
    }

    @AfterEach
    void clear() {
        store.close();
        try (BackupStore other = Buckets.open(Buckets.at(objects.endpoint()), scratch)) {
            ok(other.delete(LOCATION));
        }
    }

    @Test
    void whatWasStoredIsFetched() throws IOException {
        List<String> told = new ArrayList<>();
        Path folder = ok(store.begin(LOCATION, 1_000_000));
        assertThat(folder).isEmptyDirectory().startsWith(scratch);
        Dump.write(folder);
        List<StoredFile> stored = ok(store.store(LOCATION, folder, told::add));
        assertThat(stored).extracting(StoredFile::name).containsExactlyElementsOf(Dump.NAMES);
        assertThat(told)
                .filteredOn(Dump::tellsTheEnd)
                .containsExactly("Uploaded: 390.6 KiB, done.", "Read back: 390.6 KiB, done.");

        assertThat(trouble(store.manifest(LOCATION)).reason()).isEqualTo(Reason.BackupNotFound);
        assertThat(ok(store.seal(LOCATION, MANIFEST))).isEqualTo(Sha256.named(MANIFEST));
        assertThat(ok(store.manifest(LOCATION))).isEqualTo(MANIFEST);
        Path fetched = ok(store.fetch(LOCATION, stored, scratch.resolve("restore"), told::add));
        for (String name : Dump.NAMES) {
            assertThat(fetched.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
        }
    }

    @Test
    void aCompleteBackupCanGrow() throws IOException {
        List<StoredFile> files = new ArrayList<>(Dump.sealed(store));
        Path more = Files.writeString(scratch.resolve("more"), "abc");
        byte[] manifest = "{\"format\": 3}".getBytes(StandardCharsets.UTF_8);

        files.add(ok(store.add(LOCATION, more, "rows-2.jsonl.gz")));
        assertThat(ok(store.manifest(LOCATION))).as("not yet a part of it").isEqualTo(MANIFEST);
        assertThat(ok(store.reseal(LOCATION, manifest))).isEqualTo(Sha256.named(manifest));

        assertThat(ok(store.manifest(LOCATION))).isEqualTo(manifest);
        assertThat(ok(store.fetch(LOCATION, files, scratch.resolve("restore"), text -> {}))
                        .resolve("rows-2.jsonl.gz"))
                .hasContent("abc");
    }

    @Test
    void closingLeavesNoLocalCopies() throws IOException {
        List<StoredFile> stored = Dump.sealed(store);
        ok(store.fetch(LOCATION, stored, scratch, text -> {}));
        assertThat(scratch).isNotEmptyDirectory();
        store.close();
        assertThat(scratch).isEmptyDirectory();
        assertThat(files.resolve("manifest.json")).exists();
    }

    @Test
    void closingRemovesWhatWasNotSealed() throws IOException {
        Dump.stored(store);
        assertThat(files).exists();
        store.close();
        assertThat(files).doesNotExist();
    }

    @Test
    void aLargeFileIsSentInParts() throws IOException {
        Path folder = ok(store.begin(LOCATION, 1));
        Dump.write(folder.resolve("17.dat.gz"), Uploads.PART + 1_000_000);
        List<StoredFile> stored = ok(store.store(LOCATION, folder, text -> {}));
        assertThat(stored).extracting(StoredFile::size).containsExactly(Uploads.PART + 1_000_000);
        ok(store.seal(LOCATION, MANIFEST));
        assertThat(files.resolve("dump/17.dat.gz")).hasSameBinaryContentAs(folder.resolve("17.dat.gz"));
        assertThat(ok(store.fetch(LOCATION, stored, scratch, text -> {})).resolve("17.dat.gz"))
                .hasSize(Uploads.PART + 1_000_000);
    }

    @Test
    void whatIsMissingOrHasAnotherSizeIsFoundWithoutReadingIt() throws IOException {
        List<StoredFile> stored = Dump.sealed(store);
        Dump.flipByte(files.resolve("dump/18.dat.gz"));
        assertThat(ok(store.absent(LOCATION, stored))).isEmpty();
        Dump.truncate(files.resolve("dump/blobs/19.dat.gz"));
        assertThat(ok(store.absent(LOCATION, stored)).map(StoredFile::name)).contains("blobs/19.dat.gz");
        Files.delete(files.resolve("dump/18.dat.gz"));
        assertThat(ok(store.absent(LOCATION, stored)).map(StoredFile::name)).contains("18.dat.gz");
    }

    @Test
    void aFlippedByteIsNoticed() throws IOException {
        List<StoredFile> stored = Dump.sealed(store);
        Dump.flipByte(files.resolve("dump/18.dat.gz"));
        assertThat(trouble(store.fetch(LOCATION, stored, scratch, text -> {}))).satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.BackupCorrupt);
            assertThat(trouble.message()).contains("18.dat.gz", "another content", objects.endpoint());
        });
    }

    @Test
    void aTruncatedObjectIsNoticed() throws IOException {
        List<StoredFile> stored = Dump.sealed(store);
        Dump.truncate(files.resolve("dump/blobs/19.dat.gz"));
        assertThat(trouble(store.fetch(LOCATION, stored, scratch, text -> {}))).satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.BackupCorrupt);
            assertThat(trouble.message()).contains("blobs/19.dat.gz", "99999 bytes, expected 100000");
        });
    }

    @Test
    void aMissingObjectIsNoticed() throws IOException {
        List<StoredFile> stored = Dump.sealed(store);
        Files.delete(files.resolve("dump/toc.dat"));
        assertThat(trouble(store.fetch(LOCATION, stored, scratch, text -> {}))).satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.BackupCorrupt);
            assertThat(trouble.message()).contains("toc.dat", "is missing");
        });
    }

    @Test
    void aFinishedBackupIsNotOverwritten() throws IOException {
        List<StoredFile> stored = Dump.sealed(store);
        assertThat(trouble(store.begin(LOCATION, 1)).reason()).isEqualTo(Reason.StorageDenied);
        ok(store.fetch(LOCATION, stored, scratch, text -> {}));
    }

    @Test
    void whatAKilledRunLeftIsRemoved() throws IOException {
        Dump.stored(store);
        try (BackupStore next = Buckets.open(Buckets.at(objects.endpoint()), scratch)) {
            assertThat(ok(next.begin(LOCATION, 1))).isEmptyDirectory();
            assertThat(files.resolve("dump")).doesNotExist();
        }
    }

    @Test
    void deletionLeavesTheOtherBackups() throws IOException {
        Dump.sealed(store);
        Path other = ok(store.begin("shop/orders-10", 1));
        Files.writeString(other.resolve("toc.dat"), "abc");
        ok(store.store("shop/orders-10", other, text -> {}));
        ok(store.seal("shop/orders-10", MANIFEST));

        assertThat(ok(store.delete(LOCATION))).isEqualTo(5);
        assertThat(ok(store.delete(LOCATION))).isZero();
        assertThat(ok(store.manifest("shop/orders-10"))).isEqualTo(MANIFEST);
        assertThat(ok(store.delete("shop/orders-10"))).isEqualTo(2);
    }

    @Test
    void wrongCredentialsAreSaid() {
        for (var wrong : List.of(
                Map.of("AWS_ACCESS_KEY_ID", ObjectServer.KEY, "AWS_SECRET_ACCESS_KEY", "wrong"),
                Map.of("AWS_ACCESS_KEY_ID", "nobody", "AWS_SECRET_ACCESS_KEY", ObjectServer.SECRET))) {
            try (BackupStore refused = Buckets.open(Buckets.at(objects.endpoint()), scratch, wrong)) {
                assertThat(trouble(refused.begin(LOCATION, 1))).satisfies(trouble -> {
                    assertThat(trouble.reason()).isEqualTo(Reason.StorageDenied);
                    assertThat(trouble.message()).contains(objects.endpoint(), "answered", "Check the access key");
                });
            }
        }
    }

    @Test
    void aMissingBucketIsSaid() {
        try (BackupStore nowhere = Buckets.open(Buckets.bucket("no-such-bucket", objects.endpoint(), null), scratch)) {
            for (var result :
                    List.of(nowhere.begin(LOCATION, 1), nowhere.manifest(LOCATION), nowhere.delete(LOCATION))) {
                assertThat(trouble(result)).satisfies(trouble -> {
                    assertThat(trouble.reason()).isEqualTo(Reason.StorageNotFound);
                    assertThat(trouble.message()).contains("no-such-bucket", "NoSuchBucket");
                });
            }
        }
    }

    @Test
    void aServerThatRefusesWritesIsSaid(@TempDir Path folder) throws IOException {
        try (ObjectServer readOnly = ObjectServer.start(folder, "--readonly");
                BackupStore refused = Buckets.open(Buckets.at(readOnly.endpoint()), scratch)) {
            readOnly.bucket(Buckets.NAME);
            assertThat(trouble(refused.begin(LOCATION, 1))).satisfies(trouble -> {
                assertThat(trouble.reason()).isEqualTo(Reason.StorageDenied);
                assertThat(trouble.message()).contains("cannot be written to", "403 AccessDenied");
            });
        }
    }

    @Test
    void tooLittleScratchIsSaidBeforeTheDump() {
        assertThat(trouble(store.begin(LOCATION, Long.MAX_VALUE))).satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.StorageFull);
            assertThat(trouble.message()).contains(scratch.toString(), "spec.backup.scratch.size");
        });
    }
}
