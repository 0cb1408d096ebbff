package dev.stillhouse.runner.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.model.ObservedStatement;
import dev.stillhouse.runner.model.ObservedStep;
import dev.stillhouse.runner.project.ProjectEvent.CommitsUnseen;
import dev.stillhouse.runner.project.ProjectEvent.StepObserved;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SightingTest {
    private final Sighting first = new Sighting();
    private final Sighting second = new Sighting();

    private static StepObserved observed(int index, String revision, int leftOut, String... sql) {
        return new StepObserved(
                index,
                new ObservedStep(
                        revision,
                        Stream.of(sql)
                                .map(each -> new ObservedStatement(each, 1, false, List.of(), List.of(), List.of()))
                                .toList(),
                        leftOut,
                        revision.startsWith("varying")));
    }

    @Test
    void whatIsSentEachTimeIsKnown() {
        for (Sighting leg : List.of(first, second)) {
            leg.event(observed(1, "b2", 0, "CREATE TABLE b2 ()"));
            leg.event(observed(2, "c3", 0));
        }

        assertThat(first.sentAlsoIn(second)).isEqualTo(Map.of("b2", List.of("CREATE TABLE b2 ()"), "c3", List.of()));
    }

    @Test
    void whatDiffersIsNot() {
        first.event(observed(1, "b2", 0, "CREATE TABLE b_12_00 ()"));
        second.event(observed(1, "b2", 0, "CREATE TABLE b_12_01 ()"));

        assertThat(first.sentAlsoIn(second)).isEmpty();
    }

    @Test
    void whereTheOtherLegWasNotGoneTheProjectSaysWhetherItVaries() {
        first.event(observed(1, "b2", 0, "CREATE TABLE b2 ()"));
        first.event(observed(2, "varying", 0, "CREATE TABLE c3 ()"));

        assertThat(first.sentAlsoIn(second)).containsOnlyKeys("b2");
    }

    @Test
    void norWhatIsTooMuchToBeTold() {
        first.event(observed(1, "b2", 1, "SELECT 1"));
        second.event(observed(1, "b2", 1, "SELECT 1"));

        assertThat(first.sentAlsoIn(second)).isEmpty();
    }

    @Test
    void norWhatDidNotGoThroughTheConnectionAlone() {
        for (Sighting leg : List.of(first, second)) {
            leg.event(new CommitsUnseen(1, "b2"));
            leg.event(observed(1, "b2", 0, "SELECT 1"));
        }

        assertThat(first.sentAlsoIn(second)).isEmpty();
    }

    @Test
    void whatWasSeenBeforeAnotherTryIsForgotten() {
        first.event(observed(1, "b2", 0, "SELECT 1"));
        first.event(observed(2, "c3", 0, "SELECT 2"));
        first.event(observed(1, "b2", 0, "SELECT 1"));

        assertThat(first.steps()).extracting(ObservedStep::revision).containsExactly("b2");
    }
}
