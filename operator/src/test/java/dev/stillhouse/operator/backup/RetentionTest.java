package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.report.BackupState.Failed;
import static dev.stillhouse.report.BackupState.Stored;
import static dev.stillhouse.report.BackupState.Verified;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.report.BackupState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final RetentionTerms TWO = new RetentionTerms(Optional.of(2), Optional.empty());
    private static final RetentionTerms A_WEEK = new RetentionTerms(Optional.of(100), Optional.of(Duration.ofDays(7)));

    /** Named by what it is and how many days ago it was taken. */
    private static BackupBuilder backup(BackupState state, int daysAgo) {
        return aBackup()
                .named((state + "-" + daysAgo).toLowerCase(java.util.Locale.ROOT))
                .concluded(state, NOON.minus(Duration.ofDays(daysAgo)));
    }

    private static List<String> surplus(RetentionTerms terms, BackupBuilder... family) {
        return Retention.surplus(Stream.of(family).map(BackupBuilder::build).toList(), terms, NOON).stream()
                .map(backup -> backup.getMetadata().getName())
                .toList();
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
    void what_is_under_way_or_leaving_is_left_alone() {
        assertThat(surplus(
                        new RetentionTerms(Optional.of(1), Optional.empty()),
                        backup(Verified, 0),
                        aBackup().named("under-way").now(BackupState.Running),
                        backup(Verified, 2).beingDeleted()))
                .isEmpty();
    }

    @Test
    void without_its_migration_only_its_own_age_counts() {
        var terms = RetentionTerms.of(backup(Verified, 1).age("48h").build(), Optional.empty());
        assertThat(terms).isEqualTo(new RetentionTerms(Optional.empty(), Optional.of(Duration.ofDays(2))));
        var wanted = aMigration().backup(Backups.kept(3, "24h")).build();
        assertThat(RetentionTerms.of(backup(Verified, 1).age("48h").build(), Optional.of(wanted)))
                .isEqualTo(new RetentionTerms(Optional.of(3), Optional.of(Duration.ofDays(1))));
    }

    /** Whatever the family: as long as there is a good backup, one of the kept ones is the best of them. */
    @Test
    void the_way_back_is_never_removed() {
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
                            .build()));
            var terms = new RetentionTerms(
                    Optional.of(1 + random.nextInt(3)), Optional.of(Duration.ofDays(1 + random.nextInt(9))));
            var kept = new ArrayList<>(family);
            kept.removeAll(Retention.surplus(family, terms, NOON));
            for (var state : List.of(Verified, Stored)) {
                var best = newest(family, state);
                var needed = state == Verified || newest(family, Verified).isEmpty();
                if (best.isPresent() && needed) {
                    assertThat(newest(kept, state)).isEqualTo(best);
                }
            }
        }
    }

    private static Optional<String> newest(List<MigrationBackup> backups, BackupState state) {
        return backups.stream()
                .filter(backup -> backup.getStatus().state() == state)
                .map(backup -> backup.getStatus().snapshotTime())
                .max(String::compareTo);
    }
}
