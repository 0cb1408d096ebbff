package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DriftCheckSpec.OnDrift;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Looks at thousands of databases are spread, and none is put off for long. */
class LooksTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PART = HOUR.dividedBy(10);

    /** When 5,000 DatabaseMigrations that were read in the same second are looked at next. */
    private static List<Instant> next(Instant lastRead, Instant servedSince) {
        return IntStream.range(0, 5000)
                .mapToObj(number -> {
                    var migration = aMigration().named("orders-" + number).driftCheck("1h", OnDrift.Report);
                    var world = Situation.of(
                                    migration, runOf(migration, 1).succeeded().endedAt(lastRead))
                            .servedSince(servedSince)
                            .world();
                    return Looks.next(world).orElseThrow();
                })
                .toList();
    }

    private static void assertSpread(List<Instant> looks, Instant from) {
        assertThat(looks).allSatisfy(at -> assertThat(at).isBetween(from, from.plus(PART)));
        var busiest = looks.stream()
                .collect(
                        Collectors.groupingBy(at -> Duration.between(from, at).toSeconds() / 10, Collectors.counting()))
                .values()
                .stream()
                .max(Long::compare);
        // 5,000 in 36 spans of ten seconds are 139 in each.
        assertThat(busiest).hasValueSatisfying(count -> assertThat(count).isLessThan(200));
    }

    @Test
    void what_was_installed_together_is_not_looked_at_together() {
        assertSpread(next(NOON, Instant.EPOCH), NOON.plus(HOUR));
    }

    @Test
    void what_became_due_while_no_operator_was_at_work_is_not_looked_at_at_once() {
        var back = NOON.plus(Duration.ofDays(2));
        assertSpread(next(NOON, back), back);
    }

    @Test
    void an_operator_that_was_away_for_a_moment_puts_nothing_off() {
        assertThat(next(NOON, NOON.plus(Duration.ofMinutes(20)))).isEqualTo(next(NOON, Instant.EPOCH));
    }

    @Test
    void each_has_a_part_of_its_own_that_never_changes() {
        assertThat(next(NOON, Instant.EPOCH)).isEqualTo(next(NOON, Instant.EPOCH));
        var shares = IntStream.range(0, 5000)
                .mapToObj(number -> Looks.share("uid-" + number, HOUR))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(shares).hasSizeGreaterThan(4800);
    }
}
