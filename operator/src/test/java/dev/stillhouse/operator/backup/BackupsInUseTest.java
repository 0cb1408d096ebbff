package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.EarlierBackup;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which backups retention leaves alone, as a run under way needs them. */
class BackupsInUseTest {
    private static final EarlierBackup FIRST =
            new EarlierBackup("orders-1-backup", "sha256:manifest", "sha256:plan", text(NOON), 4000);

    private static MigrationBackup backup(String namespace, String name) {
        return aBackup().inNamespace(namespace).named(name).build();
    }

    /** As the cache does it: the index is made of the runs, and asked for the backups. */
    private static Set<String> inUse(List<MigrationBackup> backups, RunBuilder... runs) {
        List<MigrationRun> built = Stream.of(runs).map(RunBuilder::build).toList();
        return BackupsInUse.of(
                backups,
                key -> built.stream()
                        .filter(run -> BackupsInUse.keys(run).contains(key))
                        .toList());
    }

    private static final List<MigrationBackup> FAMILY =
            List.of(backup("shop", "orders-1-backup"), backup("shop", "orders-2-backup"));

    @Test
    void what_is_offered_read_or_verified_is_in_use() {
        assertThat(inUse(FAMILY, aRun(3).offered(FIRST).running())).containsExactly("orders-1-backup");
        assertThat(inUse(FAMILY, aRun(3).offered(FIRST))).containsExactly("orders-1-backup");
        assertThat(inUse(
                        FAMILY,
                        aRun(3).restoring("orders-2-backup", RestoreMode.Swap).running()))
                .containsExactly("orders-2-backup");
        assertThat(inUse(FAMILY, aRun(3).verifying("orders-2-backup").unknown()))
                .containsExactly("orders-2-backup");
    }

    @Test
    void nothing_is_once_the_run_is_over() {
        assertThat(inUse(FAMILY, aRun(3).offered(FIRST).failed(Reason.LockTimeout), aRun(4).running()))
                .isEmpty();
    }

    @Test
    void one_of_the_same_name_in_another_namespace_is_not() {
        assertThat(inUse(
                        List.of(backup("billing", "orders-1-backup")),
                        aRun(3).offered(FIRST).running()))
                .isEmpty();
    }
}
