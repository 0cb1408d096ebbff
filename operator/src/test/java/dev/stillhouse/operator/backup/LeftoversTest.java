package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of a resource that is gone. */
class LeftoversTest {
    @ParameterizedTest
    @EnumSource(names = {"Running", "Stored", "Verified", "Failed", "Unknown"})
    void its_files_stay_and_that_is_told(BackupState state) {
        assertThat(Leftovers.of(aBackup().now(state).build())).hasValueSatisfying(said -> {
            assertThat(said.reason()).isEqualTo(Reason.FilesKept);
            assertThat(said.message()).contains("shop/orders-1-backup");
        });
        assertThat(Leftovers.of(aBackup().build())).isPresent();
    }

    @Test
    void one_that_had_none_or_whose_files_were_deleted_leaves_nothing() {
        assertThat(Leftovers.of(aBackup().now(BackupState.Pending).build())).isEmpty();
        assertThat(Leftovers.of(aBackup().deletion(1, null).build())).isEmpty();
    }

    @Test
    void one_whose_files_could_not_be_deleted_leaves_them() {
        assertThat(Leftovers.of(aBackup().deletion(1, NOON).build())).isPresent();
    }
}
