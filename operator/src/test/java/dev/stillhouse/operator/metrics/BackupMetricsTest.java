package dev.stillhouse.operator.metrics;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.report.BackupState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Prometheus reads. */
class BackupMetricsTest {
    private final Scrape scrape = new Scrape();
    private final BackupMetrics metrics = new BackupMetrics(scrape.registry());
    private final MigrationBackup old = aBackup()
            .named("old")
            .concluded(BackupState.Verified, NOON.minusSeconds(90))
            .build();
    private final MigrationBackup newest =
            aBackup().named("newest").concluded(BackupState.Verified, NOON).build();
    private final MigrationBackup failed = aBackup()
            .named("failed")
            .concluded(BackupState.Failed, NOON.plusSeconds(90))
            .build();

    private double value(String name) {
        var row = scrape.rows(name).toList().getFirst();
        return Double.parseDouble(row.substring(row.indexOf('}') + 1));
    }

    @Test
    void backups_are_counted_and_timed() {
        metrics.count(newest, newest.getStatus());
        metrics.count(failed, failed.getStatus());
        assertThat(scrape.rows("stillhouse_backups_total"))
                .containsExactlyInAnyOrder(
                        "stillhouse_backups_total{migration=\"orders\",namespace=\"shop\",reason=\"BackedUp\",result=\"succeeded\"} 1.0",
                        "stillhouse_backups_total{migration=\"orders\",namespace=\"shop\",reason=\"DumpFailed\",result=\"failed\"} 1.0");
        assertThat(value("stillhouse_backup_duration_seconds_sum")).isEqualTo(4);
    }

    @Test
    void the_newest_verified_one_is_shown_whichever_was_looked_at_last() {
        var family = List.of(old, newest, failed);
        metrics.show(newest, newest.getStatus(), family);
        metrics.show(old, old.getStatus(), family);
        metrics.show(failed, failed.getStatus(), family);
        assertThat(value("stillhouse_backup_last_verified_timestamp_seconds")).isEqualTo(NOON.getEpochSecond());
        assertThat(value("stillhouse_backup_size_bytes")).isEqualTo(1024);
    }

    @Test
    void the_newest_one_is_shown_though_it_is_not_verified() {
        var stored = aBackup()
                .named("stored")
                .concluded(BackupState.Stored, NOON.plusSeconds(60))
                .build();
        metrics.show(stored, stored.getStatus(), List.of(newest, stored));
        assertThat(value("stillhouse_backup_last_taken_timestamp_seconds"))
                .isEqualTo(NOON.plusSeconds(60).getEpochSecond());
        assertThat(value("stillhouse_backup_last_verified_timestamp_seconds")).isEqualTo(NOON.getEpochSecond());
    }

    @Test
    void a_failure_is_shown_until_a_later_one_is_complete() {
        metrics.show(failed, failed.getStatus(), List.of(newest, failed));
        assertThat(scrape.rows("stillhouse_backup_last_failure_timestamp_seconds"))
                .singleElement()
                .asString()
                .contains("reason=\"DumpFailed\"");
        var some = aBackup()
                .rowsOf("public.orders")
                .named("some")
                .concluded(BackupState.Stored, NOON.plusSeconds(180))
                .build();
        metrics.show(some, some.getStatus(), List.of(newest, failed, some));
        assertThat(scrape.rows("stillhouse_backup_last_failure_timestamp_seconds"))
                .isEmpty();
    }

    @Test
    void one_of_some_tables_is_not_the_newest() {
        isNotTheNewest(aBackup().rowsOf("public.orders"));
    }

    @Test
    void nor_is_one_of_rows() {
        isNotTheNewest(aBackup().savedRowsOf("public.orders"));
    }

    private void isNotTheNewest(BackupBuilder of) {
        var some = of.named("some")
                .concluded(BackupState.Verified, NOON.plusSeconds(90))
                .build();
        metrics.show(some, some.getStatus(), List.of(newest, some));
        assertThat(value("stillhouse_backup_last_verified_timestamp_seconds")).isEqualTo(NOON.getEpochSecond());
        metrics.forget(newest, List.of(newest, some));
        assertThat(scrape.rows("stillhouse_backup_last_verified_timestamp_seconds"))
                .isEmpty();
    }

    @Test
    void what_is_shown_goes_with_the_last_backup() {
        var family = List.of(old, newest);
        metrics.show(newest, newest.getStatus(), family);
        metrics.count(newest, newest.getStatus());
        metrics.forget(newest, family);
        assertThat(value("stillhouse_backup_last_verified_timestamp_seconds"))
                .isEqualTo(NOON.minusSeconds(90).getEpochSecond());
        metrics.forget(old, List.of(old));
        assertThat(scrape.rows("stillhouse_")).noneMatch(row -> row.contains("migration="));
    }
}
