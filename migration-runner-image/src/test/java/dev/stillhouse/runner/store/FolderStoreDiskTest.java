package dev.stillhouse.runner.store;

import static dev.stillhouse.runner.store.Dump.LOCATION;
import static dev.stillhouse.runner.store.Dump.MANIFEST;
import static dev.stillhouse.runner.store.Dump.ok;
import static dev.stillhouse.runner.store.Dump.trouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.fixture.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a volume that is really full, or really read-only. */
class FolderStoreDiskTest {
    private SmallDisk disk;
    private BackupStore store;

    @BeforeEach
    void mount(@TempDir Path folder) {
        disk = SmallDisk.mount(folder, 2048);
        store = ok(BackupStore.open(new BackupStorage(disk.folder().toString(), null, "/nowhere"), Map.of()));
    }

    @AfterEach
    void unmount() {
        disk.close();
    }

    @Test
    void tooLittleRoomIsSaidBeforeTheDump() {
        assertThat(trouble(store.begin(LOCATION, 30 << 20))).satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.StorageFull);
            assertThat(trouble.message()).contains("2.0 MiB free", "10.0 MiB");
        });
        assertThat(disk.folder().resolve("shop")).isEmptyDirectory();
    }

    @Test
    void roomForWhatIsCompressedIsEnough() {
        assertThat(ok(store.begin(LOCATION, 5 << 20))).isEmptyDirectory();
    }

    @Test
    void aFullVolumeIsSaid() {
        disk.fill();
        assertThat(trouble(store.begin(LOCATION, 1))).satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.StorageFull);
            assertThat(trouble.message()).contains("No space left on device", "Make the volume larger");
        });
    }

    @Test
    void aVolumeThatFillsUpDuringTheDumpIsEmptiedAgain() {
        Path folder = ok(store.begin(LOCATION, 1_000_000));
        assertThatThrownBy(() -> Dump.write(folder.resolve("17.dat.gz"), 4 << 20))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(OutOfSpace.says(e.getMessage())).isTrue());
        store.close();
        assertThat(disk.folder().resolve("shop")).isEmptyDirectory();
    }

    @Test
    void aVolumeThatFillsUpBeforeTheManifestGivesNoBackup() throws IOException {
        List<StoredFile> files = Dump.stored(store);
        disk.fill();
        assertThat(trouble(store.seal(LOCATION, MANIFEST)).reason()).isEqualTo(Reason.StorageFull);
        assertThat(files).isNotEmpty();
        assertThat(trouble(store.manifest(LOCATION)).reason()).isEqualTo(Reason.BackupNotFound);
    }

    @Test
    void aReadOnlyVolumeIsSaid() {
        disk.makeReadOnly();
        assertThat(trouble(store.begin(LOCATION, 1))).satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.StorageDenied);
            assertThat(trouble.message()).contains("Read-only file system", "fsGroup", "it runs as user");
        });
    }
}
