package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.report.BackupState.Failed;
import static dev.stillhouse.report.BackupState.Stored;
import static dev.stillhouse.report.BackupState.Verified;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.operator.backup.BackupDecision.Keep;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final RetentionTerms TWO = new RetentionTerms(Optional.of(2), Optional.empty(), false);
    private static final RetentionTerms A_WEEK =
            new RetentionTerms(Optional.of(100), Optional.of(Duration.ofDays(7)), false);

    /** Named by what it is and how many days ago it was taken. */
    private static BackupBuilder backup(BackupState state, int daysAgo) {
        return aBackup()
                .named((state + "-" + daysAgo).toLowerCase(java.util.Locale.ROOT))
                .concluded(state, NOON.minus(Duration.ofDays(daysAgo)));
    }

    private static List<String> surplus(RetentionTerms terms, BackupBuilder... family) {
        var all = Stream.of(family).map(BackupBuilder::build).toList();
        return surplus(terms, all).stream()
                .map(backup -> backup.getMetadata().getName())
                .toList();
    }

    /** Whoever is beyond the number, or has been past its time for long enough. */
    private static List<MigrationBackup> surplus(RetentionTerms terms, List<MigrationBackup> family) {
        var beyond = Retention.beyondCount(family, terms);
        return family.stream()
                .filter(backup -> beyond.contains(backup)
                        || BackupWorld.of(backup).snapshot().isConcluded()
                                && Retention.isOver(backup, family, terms, NOON))
                .filter(backup -> backup.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /** The first one has the table that the first step dropped; each attempt at the second step takes another one. */
    @Test
    void the_only_one_of_a_position_survives_any_number_of_attempts_at_the_next_step() {
        var first = backup(Verified, 10).at("a1");
        var terms = new RetentionTerms(Optional.of(5), Optional.of(Duration.ofHours(1)), false);
        var family = Stream.concat(
                        Stream.of(first),
                        IntStream.range(1, 9)
                                .mapToObj(day -> backup(Verified, day).at("b2")))
                .map(BackupBuilder::build)
                .toList();

        assertThat(surplus(terms, family)).isNotEmpty().doesNotContain(family.getFirst(), family.get(1));
        assertThat(surplus(TWO, family)).isNotEmpty().doesNotContain(family.getFirst());
    }

    @Test
    void what_a_run_needs_or_was_offered_stays_until_the_run_is_over() {
        var terms = new RetentionTerms(Optional.of(1), Optional.of(Duration.ofHours(1)), false);
        var family = Stream.of(1, 2, 3)
                .map(day -> backup(Verified, day).surplusSince(NOON.minus(Duration.ofHours(2))))
                .map(BackupBuilder::build)
                .toList();
        var last = family.getLast();
        var name = last.getMetadata().getName();

        var used = Retention.keep(last, family, Set.of(name), terms, NOON);
        assertThat(used.surplus()).containsExactly(family.get(1));
        assertThat(used.surplusSince()).isEmpty();
        assertThat(Retention.keep(last, family, Set.of(), terms, NOON).surplus())
                .contains(last);
        assertThat(BackupWorld.of(last)
                        .migration(aMigration().backup(Backups.kept(1, "1h")), backup(Verified, 1))
                        .inUse(name)
                        .decision())
                .isInstanceOfSatisfying(
                        Keep.class, keep -> assertThat(keep.surplus()).isEmpty());
    }

    @Test
    void the_newest_are_kept_by_count() {
        assertThat(surplus(TWO, backup(Verified, 3), backup(Verified, 1), backup(Verified, 2), backup(Verified, 4)))
                .containsExactly("verified-3", "verified-4");
    }

    @Test
    void they_are_kept_until_their_age_ends() {
        assertThat(surplus(A_WEEK, backup(Verified, 1), backup(Verified, 6), backup(Verified, 7)))
                .containsExactly("verified-7");
    }

    @Test
    void the_newest_verified_one_is_kept_whatever_its_age_and_number() {
        assertThat(surplus(A_WEEK, backup(Verified, 30), backup(Verified, 40))).containsExactly("verified-40");
        assertThat(surplus(TWO, backup(Stored, 1), backup(Stored, 2), backup(Verified, 3), backup(Verified, 4)))
                .containsExactly("verified-4");
    }

    private static BackupBuilder ofTables(int daysAgo, String... tables) {
        return backup(Verified, daysAgo).named("tables-" + daysAgo).rowsOf(tables);
    }

    @Test
    void one_of_some_tables_takes_the_place_of_none_of_all() {
        assertThat(surplus(A_WEEK, ofTables(1, "orders"), backup(Verified, 30))).isEmpty();
        assertThat(surplus(TWO, ofTables(1, "a"), ofTables(2, "a"), backup(Verified, 3), backup(Verified, 4)))
                .isEmpty();
        assertThat(surplus(A_WEEK, ofTables(1, "orders"), backup(Failed, 3))).isEmpty();
    }

    @Test
    void nor_does_one_of_all_tables_count_among_those_of_some() {
        assertThat(surplus(TWO, backup(Verified, 1), backup(Verified, 2), ofTables(3, "a"), ofTables(4, "a")))
                .isEmpty();
        assertThat(surplus(TWO, ofTables(1, "a"), ofTables(2, "a"), ofTables(3, "a"), backup(Verified, 4)))
                .containsExactly("tables-3");
    }

    @Test
    void the_newest_of_the_same_tables_is_kept() {
        assertThat(surplus(A_WEEK, ofTables(30, "a"), ofTables(40, "b"), ofTables(50, "a")))
                .containsExactly("tables-50");
    }

    @Test
    void saved_rows_are_counted_apart_from_both() {
        var rows = List.of(savedRows(1), savedRows(2), savedRows(3)).toArray(BackupBuilder[]::new);
        assertThat(surplus(TWO, rows)).containsExactly("rows-3");
        assertThat(surplus(TWO, savedRows(1), savedRows(2), ofTables(3, "a"), backup(Verified, 4)))
                .isEmpty();
        assertThat(surplus(A_WEEK, savedRows(1), ofTables(30, "a"), backup(Verified, 40)))
                .isEmpty();
    }

    private static BackupBuilder savedRows(int daysAgo) {
        return backup(Verified, daysAgo).named("rows-" + daysAgo).savedRowsOf("a");
    }

    @Test
    void where_none_was_verified_the_newest_stored_one_is_kept() {
        assertThat(surplus(A_WEEK, backup(Stored, 30), backup(Stored, 40))).containsExactly("stored-40");
    }

    @Test
    void failed_ones_do_not_count() {
        assertThat(surplus(TWO, backup(Failed, 0), backup(Verified, 1), backup(Verified, 2)))
                .isEmpty();
    }

    @Test
    void a_failed_one_goes_after_a_day_once_a_good_one_is_newer() {
        assertThat(surplus(TWO, backup(Failed, 3), backup(Verified, 2))).containsExactly("failed-3");
        assertThat(surplus(TWO, backup(Failed, 2), backup(Verified, 3))).isEmpty();
        assertThat(surplus(TWO, backup(Failed, 3))).isEmpty();
    }

    @Test
    void of_those_that_were_stored_and_not_verified_the_newest_of_each_position_stays() {
        var family = Stream.of(
                        backup(Failed, 3).at("a1"),
                        backup(Failed, 2).at("a1"),
                        backup(Failed, 1).at("a1"),
                        backup(Failed, 4).at("b2"))
                .map(BackupBuilder::build)
                .toList();

        assertThat(Retention.failedAgain(family))
                .extracting(failed -> failed.getMetadata().getName())
                .containsExactly("failed-2", "failed-3");
        assertThat(Retention.keep(family.getFirst(), family, Set.of(), TWO, NOON)
                        .surplus())
                .hasSize(2);
    }

    private static List<String> failedAgain(BackupBuilder... family) {
        return Retention.failedAgain(Stream.of(family).map(BackupBuilder::build).toList()).stream()
                .map(failed -> failed.getMetadata().getName())
                .toList();
    }

    @Test
    void one_that_was_found_bad_takes_no_place_and_keeps_its_own() {
        for (var bad : List.of(Reason.BackupNotEqual, Reason.BackupCorrupt)) {
            assertThat(failedAgain(
                            backup(Failed, 1).at("a1").because(bad),
                            backup(Failed, 2).at("a1")))
                    .isEmpty();
            assertThat(failedAgain(
                            backup(Failed, 1).at("a1"),
                            backup(Failed, 2).at("a1").because(bad)))
                    .isEmpty();
        }
        assertThat(failedAgain(
                        backup(Failed, 1).at("a1").verifiedByRunOf(NOON),
                        backup(Failed, 2).at("a1")))
                .isEmpty();
    }

    @Test
    void unknown_revisions_are_one_position_and_other_tables_another() {
        assertThat(failedAgain(
                        backup(Failed, 1), backup(Failed, 2), backup(Failed, 3).at("a1")))
                .containsExactly("failed-2");
        assertThat(failedAgain(
                        backup(Failed, 1).at("a1").rowsOf("orders"),
                        backup(Failed, 2).at("a1")))
                .isEmpty();
    }

    @Test
    void what_is_under_way_or_leaving_is_left_alone() {
        assertThat(surplus(
                        new RetentionTerms(Optional.of(1), Optional.empty(), false),
                        backup(Verified, 0),
                        aBackup().named("under-way").now(BackupState.Running),
                        backup(Verified, 2).beingDeleted()))
                .isEmpty();
    }

    /** A migration that is tried again and again takes a backup each time, when what the first one has is gone already. */
    @Test
    void the_only_one_of_its_position_is_kept_whatever_its_age_and_number() {
        assertThat(surplus(
                        TWO,
                        backup(Verified, 4).at("a1"),
                        backup(Verified, 3).at("b2"),
                        backup(Verified, 2).at("b2"),
                        backup(Verified, 1).at("b2")))
                .containsExactly("verified-3");
        assertThat(surplus(
                        A_WEEK,
                        backup(Verified, 30).at("a1"),
                        backup(Verified, 1).at("b2")))
                .isEmpty();
        assertThat(surplus(
                        A_WEEK,
                        backup(Verified, 30).at("a1"),
                        backup(Verified, 1).at("a1")))
                .containsExactly("verified-30");
    }

    @Test
    void one_of_which_nothing_is_known_neither_counts_nor_goes() {
        assertThat(surplus(
                        new RetentionTerms(Optional.of(1), Optional.of(Duration.ofHours(1)), false),
                        backup(Verified, 0),
                        aBackup().named("without-status"),
                        aBackup().named("unknown").now(BackupState.Unknown)))
                .isEmpty();
    }

    private static Keep look(BackupBuilder backup, Instant now) {
        var newer = backup(Verified, -1);
        var world = BackupWorld.of(backup)
                .migration(aMigration().backup(Backups.kept(9, "168h")), newer)
                .at(now);
        return (Keep) world.decision();
    }

    @Test
    void what_is_past_its_time_goes_when_it_has_been_so_for_an_hour() {
        var end = NOON;
        assertThat(look(backup(Verified, 7), end.minusSeconds(1)).next()).contains(end);
        var first = look(backup(Verified, 7), end);
        assertThat(first.surplus()).isEmpty();
        assertThat(first.surplusSince()).contains(end);
        assertThat(first.next()).contains(end.plus(Retention.PATIENCE));
        var seen = backup(Verified, 7).surplusSince(end);
        assertThat(look(seen, end.plus(Duration.ofMinutes(59))).surplus()).isEmpty();
        assertThat(look(seen, end.plus(Retention.PATIENCE)).surplus())
                .extracting(backup -> backup.getMetadata().getName())
                .containsExactly("verified-7");
    }

    @Test
    void a_clock_that_jumped_deletes_nothing() {
        var young = backup(Verified, 0);
        var jumped = NOON.plus(Duration.ofDays(3650));
        assertThat(look(young, jumped).surplus()).isEmpty();
        var corrected = look(backup(Verified, 0).surplusSince(jumped), NOON.plusSeconds(60));
        assertThat(corrected.surplus()).isEmpty();
        assertThat(corrected.surplusSince()).isEmpty();
        var goneBack = look(backup(Verified, 7).surplusSince(jumped), NOON);
        assertThat(goneBack.surplusSince()).contains(NOON);
    }

    @Test
    void one_that_was_to_go_with_its_migration_goes_an_hour_later() {
        var orphan = BackupWorld.of(backup(Verified, 0).leavingWithItsMigration());
        assertThat(((Keep) orphan.decision()).surplusSince()).contains(NOON);
        var later = BackupWorld.of(backup(Verified, 0).leavingWithItsMigration().surplusSince(NOON))
                .at(NOON.plus(Retention.PATIENCE));
        assertThat(((Keep) later.decision()).surplus()).hasSize(1);
        assertThat(later.migration(aMigration()).decision()).isInstanceOfSatisfying(Keep.class, kept -> {
            assertThat(kept.surplus()).isEmpty();
            assertThat(kept.surplusSince()).isEmpty();
        });
    }

    @Test
    void without_its_migration_only_its_own_age_counts() {
        var terms = RetentionTerms.of(backup(Verified, 1).age("48h").build(), Optional.empty());
        assertThat(terms).isEqualTo(new RetentionTerms(Optional.empty(), Optional.of(Duration.ofDays(2)), false));
        var wanted = aMigration().backup(Backups.kept(3, "24h")).build();
        assertThat(RetentionTerms.of(backup(Verified, 1).age("48h").build(), Optional.of(wanted)))
                .isEqualTo(new RetentionTerms(Optional.of(3), Optional.of(Duration.ofDays(1)), false));
    }

    /** Whatever the family: of each position that has a good backup, the best one is kept. */
    @Test
    void no_way_back_is_ever_removed() {
        var random = new Random(4);
        for (var round = 0; round < 2_000; round++) {
            var family = new ArrayList<MigrationBackup>();
            IntStream.range(0, random.nextInt(8))
                    .forEach(index -> family.add(backup(
                                    Stream.of(Stored, Verified, Failed)
                                            .skip(random.nextInt(3))
                                            .findFirst()
                                            .orElseThrow(),
                                    random.nextInt(20))
                            .named("b" + index)
                            .at("position-" + random.nextInt(3))
                            .build()));
            var terms = new RetentionTerms(
                    Optional.of(1 + random.nextInt(3)), Optional.of(Duration.ofDays(1 + random.nextInt(9))), false);
            var kept = new ArrayList<>(family);
            kept.removeAll(surplus(terms, family));
            for (var position : List.of("position-0", "position-1", "position-2")) {
                for (var state : List.of(Verified, Stored)) {
                    var best = newest(family, state, position);
                    var needed = state == Verified
                            || newest(family, Verified, position).isEmpty();
                    if (best.isPresent() && needed) {
                        assertThat(newest(kept, state, position)).isEqualTo(best);
                    }
                }
            }
        }
    }

    private static Optional<String> newest(List<MigrationBackup> backups, BackupState state, String position) {
        return backups.stream()
                .filter(backup -> backup.getStatus().state() == state
                        && List.of(position).equals(backup.getStatus().revisions()))
                .map(backup -> backup.getStatus().snapshotTime())
                .max(String::compareTo);
    }
}
