package dev.stillhouse.runner.store;

import static dev.stillhouse.runner.store.Dump.LOCATION;
import static dev.stillhouse.runner.store.Dump.MANIFEST;
import static dev.stillhouse.runner.store.Dump.ok;
import static dev.stillhouse.runner.store.Dump.trouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest {
    @TempDir
    private Path root;

    private BackupStore store;

    @BeforeEach
    void open() {
        store = ok(BackupStore.open(new BackupStorage(root.toString(), null, "/nowhere"), Map.of()));
    }

    @Test
    void whatWasStoredIsFetched() throws IOException {
        List<String> told = new ArrayList<>();
        Path folder = ok(store.begin(LOCATION, 1_000_000));
        assertThat(folder).isEmptyDirectory();
        Dump.write(folder);
        List<StoredFile> files = ok(store.store(LOCATION, folder, told::add));
        assertThat(files).extracting(StoredFile::name).containsExactlyElementsOf(Dump.NAMES);
        assertThat(files).extracting(StoredFile::size).containsOnly(100_000L);
        assertThat(told)
                .filteredOn(Dump::tellsTheEnd)
                .containsExactly("Made permanent and read back: 390.6 KiB, done.");

        assertThat(ok(store.seal(LOCATION, MANIFEST))).isEqualTo(Sha256.named(MANIFEST));
        assertThat(ok(store.manifest(LOCATION))).isEqualTo(MANIFEST);
        Path fetched = ok(store.fetch(LOCATION, files, Path.of("/nowhere"), told::add));
        assertThat(fetched).isEqualTo(root.resolve("shop/orders-1/dump"));
        store.close();
        assertThat(fetched.resolve("toc.dat")).hasSize(100_000);
    }

    @Test
    void aCompleteBackupCanGrow(@TempDir Path scratch) throws IOException {
        List<StoredFile> files = new ArrayList<>(Dump.sealed(store));
        Path more = Files.writeString(scratch.resolve("more"), "abc");
        byte[] manifest = "{\"format\": 3}".getBytes(StandardCharsets.UTF_8);

        files.add(ok(store.add(LOCATION, more, "rows-2.jsonl.gz")));
        assertThat(ok(store.manifest(LOCATION))).as("not yet a part of it").isEqualTo(MANIFEST);
        assertThat(ok(store.reseal(LOCATION, manifest))).isEqualTo(Sha256.named(manifest));

        assertThat(ok(store.manifest(LOCATION))).isEqualTo(manifest);
        assertThat(ok(store.fetch(LOCATION, files, scratch, text -> {})).resolve("rows-2.jsonl.gz"))
                .hasContent("abc");
    }

    @Test
    void theDigestIsTheOneOfEveryOtherProgram() throws IOException {
        Path folder = ok(store.begin(LOCATION, 1));
        Files.writeString(folder.resolve("toc.dat"), "abc");
        assertThat(ok(store.store(LOCATION, folder, text -> {})))
                .containsExactly(new StoredFile(
                        "toc.dat", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    @Test
    void withoutAManifestThereIsNoBackup() throws IOException {
        Dump.stored(store);
        assertThat(trouble(store.manifest(LOCATION)).reason()).isEqualTo(Reason.BackupNotFound);
    }

    @Test
    void aBackupCanBeReadBeforeItIsSealed() throws IOException {
        List<StoredFile> files = Dump.stored(store);
        assertThat(ok(store.fetch(LOCATION, files, root, text -> {})).resolve("toc.dat"))
                .exists();
    }

    @Test
    void whatIsMissingOrHasAnotherSizeIsFoundWithoutReadingIt() throws IOException {
        List<StoredFile> files = Dump.sealed(store);
        Dump.flipByte(root.resolve("shop/orders-1/dump/18.dat.gz"));
        assertThat(ok(store.absent(LOCATION, files))).isEmpty();
        Dump.truncate(root.resolve("shop/orders-1/dump/blobs/19.dat.gz"));
        assertThat(ok(store.absent(LOCATION, files)).map(StoredFile::name)).contains("blobs/19.dat.gz");
        Files.delete(root.resolve("shop/orders-1/dump/18.dat.gz"));
        assertThat(ok(store.absent(LOCATION, files)).map(StoredFile::name)).contains("18.dat.gz");
    }

    @Test
    void aFlippedByteIsNoticed() throws IOException {
        List<StoredFile> files = Dump.sealed(store);
        Dump.flipByte(root.resolve("shop/orders-1/dump/18.dat.gz"));
        assertThat(trouble(store.fetch(LOCATION, files, root, text -> {}))).satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.BackupCorrupt);
            assertThat(trouble.message()).contains("18.dat.gz", "another content");
        });
    }

    @Test
    void aTruncatedFileIsNoticed() throws IOException {
        List<StoredFile> files = Dump.sealed(store);
        Dump.truncate(root.resolve("shop/orders-1/dump/blobs/19.dat.gz"));
        assertThat(trouble(store.fetch(LOCATION, files, root, text -> {}))).satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.BackupCorrupt);
            assertThat(trouble.message()).contains("blobs/19.dat.gz", "99999 bytes, expected 100000");
        });
    }

    @Test
    void aMissingFileIsNoticed() throws IOException {
        List<StoredFile> files = Dump.sealed(store);
        Files.delete(root.resolve("shop/orders-1/dump/toc.dat"));
        assertThat(trouble(store.fetch(LOCATION, files, root, text -> {}))).satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.BackupCorrupt);
            assertThat(trouble.message()).contains("toc.dat", "is missing");
        });
    }

    @Test
    void aFinishedBackupIsNotOverwritten() throws IOException {
        List<StoredFile> files = Dump.sealed(store);
        assertThat(trouble(store.begin(LOCATION, 1)).reason()).isEqualTo(Reason.StorageDenied);
        store.close();
        ok(store.fetch(LOCATION, files, root, text -> {}));
    }

    @Test
    void whatAKilledRunLeftIsRemoved() throws IOException {
        Dump.stored(store);
        open();
        Path folder = ok(store.begin(LOCATION, 1));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anInterruptedDeletionDoesNotBlockTheLocation() throws IOException {
        Dump.sealed(store);
        Files.delete(root.resolve("shop/orders-1/manifest.json"));
        assertThat(ok(store.begin(LOCATION, 1))).isEmptyDirectory();
        assertThat(root.resolve("shop/orders-1")).doesNotExist();
    }

    @Test
    void closingRemovesWhatWasNotSealed() throws IOException {
        Dump.stored(store);
        store.close();
        assertThat(root.resolve("shop")).isEmptyDirectory();
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
    }

    @Test
    void deletionRemovesAnUnfinishedBackup() throws IOException {
        Dump.stored(store);
        open();
        assertThat(ok(store.delete(LOCATION))).isEqualTo(4);
        assertThat(root.resolve("shop")).isEmptyDirectory();
    }

    @Test
    void deletionDoesNotFollowLinks(@TempDir Path elsewhere) throws IOException {
        Files.createDirectories(elsewhere.resolve("orders-1"));
        Files.writeString(elsewhere.resolve("orders-1/manifest.json"), "precious");
        Files.createSymbolicLink(root.resolve("shop"), elsewhere);
        assertThat(trouble(store.delete(LOCATION)).message()).contains("is a link");
        Files.createDirectories(root.resolve("cafe"));
        Files.createSymbolicLink(root.resolve("cafe/orders-1"), elsewhere.resolve("orders-1"));
        assertThat(trouble(store.delete("cafe/orders-1")).message()).contains("is a link");
        assertThat(elsewhere.resolve("orders-1/manifest.json")).hasContent("precious");
    }

    @Test
    void aVolumeThatIsNotMountedIsNotAnEmptyOne() throws IOException {
        Files.delete(root);
        for (var result : List.of(store.begin(LOCATION, 1), store.manifest(LOCATION), store.delete(LOCATION))) {
            assertThat(trouble(result)).satisfies(trouble -> {
                assertThat(trouble.reason()).isEqualTo(Reason.StorageNotFound);
                assertThat(trouble.message()).contains(root.toString(), "spec.backup.storage");
            });
        }
    }

    @Test
    void onlyTheFolderThatItGaveIsStored(@TempDir Path other) {
        ok(store.begin(LOCATION, 1));
        assertThatThrownBy(() -> store.store(LOCATION, other, text -> {})).isInstanceOf(IllegalArgumentException.class);
    }
}
