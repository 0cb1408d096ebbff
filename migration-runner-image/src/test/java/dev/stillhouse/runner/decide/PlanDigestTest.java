package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Direction;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.RenderedPlan;
import dev.stillhouse.runner.model.RenderedPlan.ProjectFile;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanDigestTest {
    private static final Plan PLAN = Plans.up("base", "a1", "b2");
    private static final String DIGEST = digest(PLAN);

    private static String digest(Plan plan) {
        return PlanDigest.of(plan, Plans.SERVER, null, null);
    }

    private static String digest(ServerIdentity server) {
        return PlanDigest.of(PLAN, server, null, null);
    }

    private static String digest(List<ProjectFile> files, Rendering... steps) {
        return PlanDigest.of(PLAN, Plans.SERVER, null, new RenderedPlan(List.of(steps), files));
    }

    private static Rendering sql(String revision, String... statements) {
        return new Rendering.Statements(revision, List.of(statements), false);
    }

    @Test
    void isOneOfTheContract() {
        assertThat(DIGEST).matches("sha256:[0-9a-f]{64}");
    }

    /** Approvals live in Git: a new release may not give old plans new names. */
    @Test
    void staysWhatItIs() {
        Rendering varying = new Rendering.Statements("b2", List.of("SELECT 2"), true);
        assertThat(digest(List.of(new ProjectFile("shop/helper.py", "11")), sql("a1", "SELECT 1"), varying))
                .isEqualTo("sha256:4413ba833d34f63f62044e88a0ba3fcac16bdcb745141334e0ba761c6b0dd896");
        assertThat(DIGEST).isEqualTo("sha256:4b14c5693a2d384985cd579356ab3d49adaeb18b4a0d385c1f6719a1d6c925fd");
    }

    @Test
    void changesWithWhatRuns() {
        Step other = new Step("b2", List.of(), "make b2", "b2.py", "another digest", List.of("b2"));
        Plan edited = Plans.plan(List.of(), Direction.UP, List.of(PLAN.steps().getFirst(), other), List.of());

        assertThat(digest(edited)).isNotEqualTo(DIGEST);
        assertThat(digest(Plans.up("base", "b2", "a1"))).isNotEqualTo(DIGEST);
        assertThat(digest(Plans.up("x0", "a1", "b2"))).isNotEqualTo(DIGEST);
        assertThat(digest(Plans.plan(List.of(), Direction.DOWN, PLAN.steps(), List.of())))
                .isNotEqualTo(DIGEST);
    }

    @Test
    void changesWithWhereItRuns() {
        assertThat(digest(new ServerIdentity("shop2", "17.6", "731", false))).isNotEqualTo(DIGEST);
        assertThat(digest(new ServerIdentity("shop", "17.6", "732", false))).isNotEqualTo(DIGEST);
    }

    @Test
    void staysWithTheServersVersion() {
        assertThat(digest(new ServerIdentity("shop", "18.1", "731", false))).isEqualTo(DIGEST);
    }

    @Test
    void changesWithTheImageWhereThatIsKnown() {
        String one = PlanDigest.of(PLAN, Plans.SERVER, "sha256:11", null);

        assertThat(one)
                .isNotEqualTo(DIGEST)
                .isNotEqualTo(PlanDigest.of(PLAN, Plans.SERVER, "sha256:22", null))
                .isEqualTo(PlanDigest.of(PLAN, Plans.SERVER, "sha256:11", null));
    }

    @Test
    void changesWithTheFilesThatDecideAboutTheSteps() {
        ProjectFile helper = new ProjectFile("shop/helper.py", "11");
        ProjectFile other = new ProjectFile("shop/other.py", "22");
        Rendering[] steps = {sql("a1", "SELECT 1"), sql("b2")};

        assertThat(digest(List.of(helper, other), steps))
                .isEqualTo(digest(List.of(other, helper), steps))
                .isNotEqualTo(digest(List.of(helper), steps))
                .isNotEqualTo(digest(List.of(helper, new ProjectFile("shop/other.py", "33")), steps))
                .isNotEqualTo(digest(List.of(helper, new ProjectFile("shop/third.py", "22")), steps));
    }

    @Test
    void changesWithTheSqlThatIsTheSameEachTime() {
        String one = digest(List.of(), sql("a1", "SELECT 1"), sql("b2"));

        assertThat(one)
                .isNotEqualTo(DIGEST)
                .isNotEqualTo(digest(List.of(), sql("a1", "SELECT 2"), sql("b2")))
                .isNotEqualTo(digest(List.of(), sql("a1"), sql("b2", "SELECT 1")))
                .isNotEqualTo(digest(List.of(), new Rendering.Unknown("a1", "why"), sql("b2")));
    }

    @Test
    void staysWithWhatIsAnotherEachTime() {
        assertThat(digest(List.of(), new Rendering.Statements("a1", List.of("SELECT 1"), true), sql("b2")))
                .isEqualTo(digest(List.of(), new Rendering.Statements("a1", List.of("SELECT 2"), true), sql("b2")));
        assertThat(digest(List.of(), new Rendering.Unknown("a1", "why"), sql("b2")))
                .isEqualTo(digest(List.of(), new Rendering.Unknown("a1", "in other words"), sql("b2")))
                .isEqualTo(digest(List.of(), new Rendering.Reaching("a1", "why", List.of("connects")), sql("b2")));
    }
}
