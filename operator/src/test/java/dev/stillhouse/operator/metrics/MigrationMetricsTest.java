package dev.stillhouse.operator.metrics;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Prometheus reads. */
class MigrationMetricsTest {
    private final Scrape scrape = new Scrape();
    private final MigrationMeters counters = new MigrationMeters(scrape.registry());
    private final MigrationMetrics metrics = new MigrationMetrics(scrape.registry(), counters);
    private final DatabaseMigration orders = aMigration().target("c3").build();

    private static final List<MigrationRun> FIRST = List.of(aRun(1).succeeded().build());
    static final DatabaseMigrationStatus READY =
            status("c3", 0, NOON.toString(), Standing.ready(Reason.Upgraded, "At c3."));
    private static final DatabaseMigrationStatus UNREAD =
            status(null, null, null, Standing.reconciling(Reason.Starting, "Soon."));

    private static DatabaseMigrationStatus status(
            @Nullable String revision, @Nullable Integer pending, @Nullable String lastSuccess, Standing standing) {
        var conditions = Conditions.of(standing, 1L, null, NOON);
        return new DatabaseMigrationStatus(
                1L,
                conditions,
                revision,
                null,
                null,
                null,
                null,
                pending,
                null,
                null,
                null,
                null,
                null,
                lastSuccess,
                null,
                null,
                null,
                null);
    }

    private Stream<String> rows(String name) {
        return scrape.rows(name);
    }

    @Test
    void revision_and_target_are_labels() {
        metrics.show(orders, READY, FIRST);
        assertThat(rows("stillhouse_migration_info"))
                .containsExactly(
                        "stillhouse_migration_info{migration=\"orders\",namespace=\"shop\",revision=\"c3\",target=\"c3\"} 1.0");
    }

    @Test
    void pending_revisions_and_the_last_success_are_numbers() {
        metrics.show(orders, READY, FIRST);
        assertThat(rows("stillhouse_migration_pending_revisions"))
                .containsExactly("stillhouse_migration_pending_revisions{migration=\"orders\",namespace=\"shop\"} 0.0");
        assertThat(rows("stillhouse_migration_last_success_timestamp_seconds"))
                .singleElement()
                .satisfies(row -> assertThat(value(row)).isEqualTo(NOON.getEpochSecond()));
    }

    @Test
    void each_condition_is_one_or_zero() {
        metrics.show(orders, READY, FIRST);
        assertThat(rows("stillhouse_migration_condition{"))
                .containsExactlyInAnyOrder(
                        "stillhouse_migration_condition{migration=\"orders\",namespace=\"shop\",reason=\"Upgraded\",type=\"Ready\"} 1.0",
                        "stillhouse_migration_condition{migration=\"orders\",namespace=\"shop\",reason=\"NothingUnderWay\",type=\"Reconciling\"} 0.0",
                        "stillhouse_migration_condition{migration=\"orders\",namespace=\"shop\",reason=\"NotStalled\",type=\"Stalled\"} 0.0",
                        "stillhouse_migration_condition{migration=\"orders\",namespace=\"shop\",reason=\"NoApprovalNeeded\",type=\"AwaitingApproval\"} 0.0",
                        "stillhouse_migration_condition{migration=\"orders\",namespace=\"shop\",reason=\"NoDrift\",type=\"Drifted\"} 0.0");
    }

    @Test
    void since_when_is_told_of_what_is_true_and_of_ready() {
        metrics.show(orders, READY, FIRST);
        assertThat(rows("stillhouse_migration_condition_since")).singleElement().satisfies(row -> {
            assertThat(row).contains("type=\"Ready\"").contains("reason=\"Upgraded\"");
            assertThat(value(row)).isEqualTo(NOON.getEpochSecond());
        });
        metrics.show(orders, UNREAD, FIRST);
        assertThat(rows("stillhouse_migration_condition_since"))
                .hasSize(2)
                .anyMatch(row -> row.contains("type=\"Ready\""))
                .anyMatch(row -> row.contains("type=\"Reconciling\""));
    }

    @Test
    void attempts_are_told_with_those_that_kubernetes_took_away() {
        metrics.show(orders, UNREAD, List.of());
        assertThat(rows("stillhouse_migration_attempts")).isEmpty();
        metrics.show(
                orders,
                UNREAD,
                List.of(
                        aRun(1).succeeded().build(),
                        aRun(2).attempt(2).disruptions(5).running().build()));
        assertThat(rows("stillhouse_migration_attempts"))
                .containsExactly("stillhouse_migration_attempts{migration=\"orders\",namespace=\"shop\"} 7.0");
    }

    @Test
    void lost_runs_are_told_until_they_are_settled() {
        metrics.show(
                orders,
                UNREAD,
                List.of(
                        aRun(1).unknown().build(),
                        aRun(2).settling("orders-1").pending().build()));
        assertThat(rows("stillhouse_migration_unknown_runs"))
                .containsExactly("stillhouse_migration_unknown_runs{migration=\"orders\",namespace=\"shop\"} 1.0");
        metrics.show(orders, READY, FIRST);
        assertThat(rows("stillhouse_migration_unknown_runs"))
                .singleElement()
                .satisfies(row -> assertThat(value(row)).isZero());
    }

    private static double value(String row) {
        return Double.parseDouble(row.substring(row.indexOf('}') + 1));
    }

    @Test
    void what_is_not_known_has_no_row() {
        metrics.show(orders, UNREAD, FIRST);
        assertThat(rows("stillhouse_migration_pending")).isEmpty();
        assertThat(rows("stillhouse_migration_last_success")).isEmpty();
        assertThat(rows("stillhouse_migration_info")).singleElement().asString().contains("revision=\"\"");
    }

    @Test
    void rows_are_replaced_when_something_changes() {
        metrics.show(orders, UNREAD, FIRST);
        metrics.show(orders, READY, FIRST);
        assertThat(rows("stillhouse_migration_info")).hasSize(1);
        assertThat(rows("stillhouse_migration_condition{")).hasSize(5).noneMatch(row -> row.contains("Starting"));
        metrics.show(orders, UNREAD, FIRST);
        assertThat(rows("stillhouse_migration_pending")).isEmpty();
    }

    @Test
    void showing_the_same_again_leaves_the_meters_alone() {
        metrics.show(orders, READY, FIRST);
        var before = scrape.registry().getMeters();
        metrics.show(orders, READY, FIRST);
        assertThat(scrape.registry().getMeters()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void a_migration_that_goes_takes_all_rows_that_name_it_with_it() {
        var bills = aMigration().named("bills").build();
        metrics.show(orders, READY, FIRST);
        metrics.show(bills, READY, FIRST);
        var run = aRun(1).succeeded().build();
        new RunMetrics(scrape.registry(), counters).count(run, run.getStatus());
        metrics.forget(orders);
        assertThat(rows("stillhouse_migration_")).isNotEmpty().allMatch(row -> row.contains("migration=\"bills\""));
        assertThat(rows("stillhouse_runs_")).isEmpty();
        metrics.forget(bills);
        assertThat(rows("stillhouse_")).noneMatch(row -> row.contains("migration="));
    }

    @Test
    void forgetting_what_was_never_shown_does_no_harm() {
        metrics.forget(orders);
        assertThat(rows("stillhouse_")).isEmpty();
    }
}
