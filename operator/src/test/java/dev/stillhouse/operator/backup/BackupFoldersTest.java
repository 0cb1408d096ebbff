package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.Backups.inBucket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.operator.fixture.BackupBuilder;
import org.junit.jupiter.api.Test;

class BackupFoldersTest {
    private static BackupBuilder inBackups(String prefix, String location) {
        return aBackup().in(inBucket("backups", prefix)).location(location);
    }

    private static boolean overlap(BackupBuilder one, BackupBuilder other) {
        var forth = BackupFolders.overlap(one.build(), other.build());
        assertThat(BackupFolders.overlap(other.build(), one.build())).isEqualTo(forth);
        return forth;
    }

    @Test
    void files_belong_to_the_namespace_that_they_lie_below() {
        assertThat(BackupFolders.isOwn(aBackup().location("shop/orders-1").build()))
                .isTrue();
        assertThat(BackupFolders.isOwn(aBackup().location("bank/orders-1").build()))
                .isFalse();
        assertThat(BackupFolders.isOwn(aBackup().location("shop-2/orders-1").build()))
                .isFalse();
    }

    @Test
    void a_bucket_is_the_same_for_all_namespaces() {
        assertThat(overlap(inBackups("x", "shop/a"), inBackups("x", "shop/a").inNamespace("bank")))
                .isTrue();
        assertThat(overlap(inBackups("x", "shop/a"), inBackups("y", "shop/a"))).isFalse();
        assertThat(overlap(
                        inBackups("x", "shop/a"),
                        aBackup().in(inBucket("others", "x")).location("shop/a")))
                .isFalse();
    }

    @Test
    void a_claim_is_another_one_in_each_namespace() {
        assertThat(overlap(aBackup(), aBackup().inNamespace("bank"))).isFalse();
        assertThat(overlap(aBackup(), aBackup().named("copy").location("shop/orders-1-backup")))
                .isTrue();
    }

    @Test
    void one_folder_may_lie_in_the_other() {
        assertThat(overlap(inBackups(null, "shop/a"), inBackups("shop/a", "shop/b")))
                .isTrue();
        assertThat(overlap(inBackups("x", "shop/a"), inBackups("x", "shop/a-2")))
                .isFalse();
        assertThat(overlap(inBackups("", "shop/a"), inBackups(null, "shop/a"))).isTrue();
    }
}
