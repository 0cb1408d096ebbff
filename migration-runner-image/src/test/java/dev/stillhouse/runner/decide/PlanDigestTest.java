package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Direction;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanDigestTest {
    private static final Plan PLAN = Plans.up("base", "a1", "b2");
    private static final String DIGEST = PlanDigest.of(PLAN, Plans.SERVER);

    @Test
    void isOneOfTheContract() {
        assertThat(DIGEST).matches("sha256:[0-9a-f]{64}");
    }

    /** Approvals live in Git: a new release may not give old plans new names. */
    @Test
    void staysWhatItIs() {
        assertThat(DIGEST).isEqualTo("sha256:0a582a46e1417153c41f313b44edbf8e9257f4afded1269ed2b14b8c849ad9a2");
    }

    @Test
    void changesWithWhatRuns() {
        Step other = new Step("b2", List.of(), "make b2", "b2.py", "another digest", List.of("b2"));
        Plan edited = Plans.plan(List.of(), Direction.UP, List.of(PLAN.steps().getFirst(), other), List.of());

        assertThat(PlanDigest.of(edited, Plans.SERVER)).isNotEqualTo(DIGEST);
        assertThat(PlanDigest.of(Plans.up("base", "b2", "a1"), Plans.SERVER)).isNotEqualTo(DIGEST);
        assertThat(PlanDigest.of(Plans.up("x0", "a1", "b2"), Plans.SERVER)).isNotEqualTo(DIGEST);
        assertThat(PlanDigest.of(Plans.plan(List.of(), Direction.DOWN, PLAN.steps(), List.of()), Plans.SERVER))
                .isNotEqualTo(DIGEST);
    }

    @Test
    void changesWithWhereItRuns() {
        assertThat(PlanDigest.of(PLAN, new ServerIdentity("shop2", "17.6", "731", false)))
                .isNotEqualTo(DIGEST);
        assertThat(PlanDigest.of(PLAN, new ServerIdentity("shop", "17.6", "732", false)))
                .isNotEqualTo(DIGEST);
    }

    @Test
    void staysWithTheServersVersion() {
        assertThat(PlanDigest.of(PLAN, new ServerIdentity("shop", "18.1", "731", false)))
                .isEqualTo(DIGEST);
    }
}
