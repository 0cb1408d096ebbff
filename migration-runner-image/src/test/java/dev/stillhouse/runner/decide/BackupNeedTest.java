package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackupNeedTest {
    private static final BackupStorage STORAGE = new BackupStorage("/backups", null, "/scratch");
    private static final List<Finding> FINDINGS = List.of(
            new Finding("b2", "drop-column", "drops the column orders.note with its data"),
            new Finding("c3", "drop-table", "drops the table orders with its rows"));

    private static BackupNeed decide(BackupPolicy when, @Nullable BackupStorage storage, List<Finding> findings) {
        return BackupNeed.decide(backup(when, storage), findings, false);
    }

    private static RunRequest.Backup backup(BackupPolicy when, @Nullable BackupStorage storage) {
        return new RunRequest.Backup(
                when,
                BackupVerification.Restore,
                "shop/orders-1",
                storage,
                2,
                BackupScope.Database,
                BackupWriters.Continue,
                null,
                null);
    }

    @Test
    void a_destructive_plan_needs_one_and_says_why() {
        assertThat(decide(BackupPolicy.Destructive, STORAGE, FINDINGS))
                .isInstanceOfSatisfying(
                        BackupNeed.Needed.class,
                        needed -> assertThat(needed.why())
                                .contains("b2 drops the column orders.note", "1 other finding"));
    }

    @Test
    void a_harmless_plan_needs_none_unless_always_is_asked_for() {
        assertThat(decide(BackupPolicy.Destructive, STORAGE, List.of())).isInstanceOf(BackupNeed.None.class);
        assertThat(decide(BackupPolicy.Always, STORAGE, List.of())).isInstanceOf(BackupNeed.Needed.class);
        assertThat(decide(BackupPolicy.Never, STORAGE, FINDINGS)).isInstanceOf(BackupNeed.None.class);
    }

    @Test
    void whether_no_plan_needs_one_is_known_without_a_plan() {
        assertThat(BackupNeed.isNever(null, false)).isTrue();
        assertThat(BackupNeed.isNever(backup(BackupPolicy.Never, STORAGE), false))
                .isTrue();
        assertThat(BackupNeed.isNever(backup(BackupPolicy.Always, STORAGE), true))
                .isTrue();
        assertThat(BackupNeed.isNever(backup(BackupPolicy.Always, STORAGE), false))
                .isFalse();
        assertThat(BackupNeed.isNever(backup(BackupPolicy.Destructive, STORAGE), false))
                .isFalse();
    }

    @Test
    void nothing_runs_where_a_backup_is_needed_and_has_no_place() {
        assertThat(decide(BackupPolicy.Destructive, null, FINDINGS))
                .isInstanceOfSatisfying(BackupNeed.Impossible.class, it -> {
                    assertThat(it.trouble().reason()).isEqualTo(Reason.BackupStorageMissing);
                    assertThat(it.trouble().message()).contains("spec.backup.storage", "spec.backup.when");
                });
        assertThat(decide(BackupPolicy.Destructive, null, List.of())).isInstanceOf(BackupNeed.None.class);
        assertThat(decide(BackupPolicy.Always, null, List.of())).isInstanceOf(BackupNeed.Impossible.class);
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_database_has_nothing_to_lose(BackupPolicy when) {
        assertThat(BackupNeed.decide(backup(when, null), FINDINGS, true)).isInstanceOf(BackupNeed.None.class);
    }
}
