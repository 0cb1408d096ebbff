package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import org.junit.jupiter.api.Test;

class WayDownTest {
    /** a1 - b2 - c3 - d4, and b2 - x3. */
    private static final List<Graph.Revision> HISTORY = List.of(
            revision("d4", List.of("c3"), List.of()),
            revision("x3", List.of("b2"), List.of()),
            revision("c3", List.of("b2"), List.of()),
            revision("b2", List.of("a1"), List.of()),
            revision("a1", List.of(), List.of()));

    private static Graph.Revision revision(String name, List<String> down, List<String> dependsOn) {
        return new Graph.Revision(name, down, dependsOn, List.of(), "", "", name, false, false, false, false, null);
    }

    private static Graph at(List<Graph.Revision> history, String... rows) {
        return new Graph(
                history,
                List.of(),
                List.of(),
                List.of(),
                new Graph.Position(
                        List.of(rows),
                        List.of(),
                        new Plan.VersionTable(null, "alembic_version"),
                        new Plan.Connection("shop", null, null, null, null, 1, null, null)));
    }

    private static List<String> targets(Graph graph, String... known) {
        return WayDown.targets(graph, List.of(known)).fold(found -> found, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    private static Trouble trouble(Result<List<String>> result) {
        return result.fold(
                found -> {
                    throw new AssertionError(found);
                },
                trouble -> trouble);
    }

    @Test
    void isTheNewestRevisionThatBothKnow() {
        assertThat(targets(at(HISTORY, "d4"), "b2", "a1")).containsExactly("b2");
    }

    @Test
    void leavesOutWhatWasNotApplied() {
        assertThat(targets(at(HISTORY, "d4"), "x3", "n9", "b2", "a1")).containsExactly("b2");
    }

    @Test
    void isOnEveryBranch() {
        assertThat(targets(at(HISTORY, "d4", "x3"), "x3", "c3", "b2", "a1")).containsExactly("x3", "c3");
    }

    @Test
    void countsWhatARevisionDependsOnAsApplied() {
        var history = List.of(
                revision("p2", List.of("p1"), List.of("c3")),
                revision("p1", List.of(), List.of()),
                revision("c3", List.of("b2"), List.of()),
                revision("b2", List.of(), List.of()));

        assertThat(targets(at(history, "p2"), "c3", "p1", "b2")).containsExactly("c3", "p1");
    }

    @Test
    void isRefusedWhereNothingIsInCommon() {
        Trouble trouble = trouble(WayDown.targets(at(HISTORY, "d4"), List.of("n1", "n2")));

        assertThat(trouble.reason()).isEqualTo(Reason.UnreachableTarget);
        assertThat(trouble.message()).contains("n1, n2", "Nothing was changed");
    }

    @Test
    void isRefusedWhereThisProjectIsLostToo() {
        Trouble trouble = trouble(WayDown.targets(at(HISTORY, "z9"), List.of("b2")));

        assertThat(trouble.reason()).isEqualTo(Reason.UnknownRevision);
        assertThat(trouble.message()).contains("z9");
    }
}
