package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.run.RunLimits.Scope;
import dev.stillhouse.report.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose turn it is: a table, and what is true of any line. */
class WaitingLineTest {
    private static final RunLimits ONE = new RunLimits(1, 0, 0);

    private static Place place(RunBuilder run) {
        return Place.of(run.build());
    }

    private static Place place(String uid, String namespace, String server, int second) {
        return new Place(uid, namespace, uid, Optional.of(server), NOON.plusSeconds(second));
    }

    private static List<String> letIn(RunLimits limits, List<Place> atWork, Place... waiting) {
        var turns = new WaitingLine(atWork, List.of(waiting), limits).turns();
        return Stream.of(waiting)
                .map(Place::uid)
                .filter(uid -> turns.get(uid) instanceof Turn.Now)
                .toList();
    }

    @Test
    void the_longest_wait_is_that_of_whoever_came_first() {
        var line = new WaitingLine(
                List.of(place("at-work", "shop", "a", 0)),
                List.of(place("second", "shop", "a", 20), place("first", "shop", "a", 10)),
                ONE);
        assertThat(line.longestWait(NOON.plusSeconds(70))).hasSeconds(60);
        assertThat(line.longestWait(NOON)).isZero();
        assertThat(new WaitingLine(List.of(), List.of(), ONE).longestWait(NOON)).isZero();
    }

    @Test
    void what_people_ask_for_goes_before_wishes_and_these_before_looks() {
        var look = aRun(1).looking().createdAt(NOON);
        var wish = aRun(2).createdAt(NOON.plusSeconds(1));
        var request = aRun(3).byPerson(Operation.Backup, null).createdAt(NOON.plusSeconds(2));
        var settling = aRun(4).settling("orders-0").createdAt(NOON.plusSeconds(3));
        assertThat(letIn(ONE, List.of(), place(look), place(wish), place(request), place(settling)))
                .containsExactly("uid-of-orders-3");
        assertThat(letIn(ONE, List.of(), place(look), place(wish), place(settling)))
                .containsExactly("uid-of-orders-4");
        assertThat(letIn(ONE, List.of(), place(look), place(wish))).containsExactly("uid-of-orders-2");
    }

    @Test
    void of_the_same_kind_the_oldest_goes_first() {
        assertThat(letIn(ONE, List.of(), place(aRun(1).createdAt(NOON.plusSeconds(1))), place(aRun(2).createdAt(NOON))))
                .containsExactly("uid-of-orders-2");
    }

    @Test
    void what_has_waited_for_a_day_longer_is_overtaken_no_more() {
        var look = aRun(1).looking().createdAt(NOON.minus(Duration.ofDays(1)).minusSeconds(1));
        assertThat(letIn(ONE, List.of(), place(look), place(aRun(2).createdAt(NOON))))
                .containsExactly("uid-of-orders-1");
        var wish = aRun(1).createdAt(NOON.minus(Duration.ofDays(1)).minusSeconds(1));
        assertThat(letIn(
                        ONE,
                        List.of(),
                        place(wish),
                        place(aRun(2).byPerson(Operation.Backup, null).createdAt(NOON))))
                .containsExactly("uid-of-orders-1");
    }

    @Test
    void each_limit_holds_and_keeps_nobody_else_waiting() {
        var limits = new RunLimits(10, 2, 1);
        var atWork = List.of(place("a", "shop", "s1", 0));
        assertThat(letIn(
                        limits,
                        atWork,
                        place("b", "bills", "s1", 1),
                        place("c", "shop", "s2", 2),
                        place("d", "shop", "s3", 3),
                        place("e", "tenants", "s4", 4)))
                .containsExactly("c", "e");
    }

    @Test
    void it_is_told_what_is_full_and_how_many_come_first() {
        var limits = new RunLimits(10, 0, 1);
        var atWork = List.of(place("a", "shop", "s1", 0));
        var turns = new WaitingLine(
                        atWork,
                        List.of(
                                place("b", "shop", "s1", 1),
                                place("c", "shop", "s1", 2),
                                place("d", "shop", "s2", 3),
                                place("e", "shop", "s2", 4)),
                        limits)
                .turns();
        assertThat(turns)
                .isEqualTo(Map.of(
                        "b", new Turn.Later(Scope.DATABASE_SERVER, 1, 0),
                        "c", new Turn.Later(Scope.DATABASE_SERVER, 1, 1),
                        "d", Turn.now(),
                        "e", new Turn.Later(Scope.DATABASE_SERVER, 1, 0)));
    }

    @Test
    void nothing_waits_without_limits() {
        var many = IntStream.range(0, 500)
                .mapToObj(n -> place("r" + n, "shop", "s1", n))
                .toArray(Place[]::new);
        assertThat(letIn(new RunLimits(0, 0, 0), List.of(), many)).hasSize(500);
    }

    /** It needs room in its namespace and on its server at once, and each is always taken again as soon as it has some. */
    @Test
    void the_first_that_waits_finds_room_in_two_places_at_last() {
        var limits = new RunLimits(0, 1, 1);
        var patient = place("patient", "shop", "s1", 0);
        // The namespace shop has room, but the server has none.
        assertThat(letIn(limits, List.of(place("a", "bills", "s1", 0)), patient, place("b", "shop", "s2", 1)))
                .isEmpty();
        // Now it is the other way round; what comes later for the same server waits.
        assertThat(letIn(limits, List.of(place("b", "shop", "s2", 0)), patient, place("c", "bills", "s1", 1)))
                .isEmpty();
    }

    @Test
    void in_any_line_limits_hold_and_nobody_is_overtaken_by_one_with_the_same_needs() {
        for (var seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            var limits = new RunLimits(random.nextInt(6), random.nextInt(4), random.nextInt(3));
            var atWork = new ArrayList<Place>();
            IntStream.range(0, random.nextInt(8))
                    .mapToObj(n -> some(random, "w" + n))
                    .forEach(run -> {
                        var counts = new RunCounts();
                        atWork.forEach(counts::add);
                        if (counts.full(run, limits).isEmpty()) {
                            atWork.add(run);
                        }
                    });
            var waiting = IntStream.range(0, random.nextInt(12))
                    .mapToObj(n -> some(random, "r" + n))
                    .toList();
            check("seed " + seed, limits, atWork, waiting);
        }
    }

    private static Place some(Random random, String uid) {
        return new Place(
                uid,
                "ns" + random.nextInt(3),
                uid,
                random.nextInt(5) == 0 ? Optional.empty() : Optional.of("s" + random.nextInt(3)),
                NOON.plusSeconds(random.nextInt(10)));
    }

    private static void check(String what, RunLimits limits, List<Place> atWork, List<Place> waiting) {
        var turns = new WaitingLine(atWork, waiting, limits).turns();
        var now = waiting.stream()
                .filter(run -> turns.get(run.uid()) instanceof Turn.Now)
                .toList();
        var counts = new RunCounts();
        atWork.forEach(counts::add);
        for (var run : now) {
            assertThat(counts.full(run, limits)).as(what).isEmpty();
            counts.add(run);
        }
        for (var run : waiting) {
            if (turns.get(run.uid()) instanceof Turn.Later later) {
                assertThat(later.limit()).as(what).isEqualTo(limits.of(later.full()));
                assertThat(now)
                        .as(what)
                        .noneMatch(other -> other.server().equals(run.server())
                                && other.namespace().equals(run.namespace())
                                && Place.ORDER.compare(run, other) < 0);
            }
        }
        var first = waiting.stream().min(Place.ORDER);
        if (first.isPresent() && atWork.isEmpty()) {
            assertThat(turns.get(first.get().uid())).as(what).isEqualTo(Turn.now());
        }
    }
}
