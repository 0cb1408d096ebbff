package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.GateDecision.AwaitApproval;
import dev.stillhouse.runner.decide.GateDecision.Go;
import dev.stillhouse.runner.decide.GateDecision.NothingToDo;
import dev.stillhouse.runner.decide.GateDecision.ObserveOnly;
import dev.stillhouse.runner.decide.GateDecision.Refuse;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final String DIGEST = "sha256:d1";
    private static final Plan UP = Plans.up("base", "a1", "b2");
    private static final Plan DOWN = Plans.down("a1", "c3", "b2");

    private static GateDecision decide(Operation operation, DowngradePolicy policy, Plan plan, String... approvals) {
        return Gate.decide(request(operation, policy, approvals), plan, DIGEST, Plans.SERVER, new BackupNeed.None());
    }

    private static RunRequest request(Operation operation, DowngradePolicy policy, String... approvals) {
        return new RunRequest(
                1,
                "shop/orders-1",
                "uid-of-shop/orders-1",
                operation,
                List.of("head"),
                policy,
                List.of(approvals),
                new RunRequest.Project("/app", "alembic.ini", null, null, List.of(), null, null),
                new RunRequest.Session(0, 0, null),
                "2031-02-03T04:05:06Z",
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static GateDecision migrate(DowngradePolicy policy, Plan plan, String... approvals) {
        return decide(Operation.Migrate, policy, plan, approvals);
    }

    @Test
    void upMayRunUnderEveryPolicy() {
        for (DowngradePolicy policy : DowngradePolicy.values()) {
            assertThat(migrate(policy, UP)).isInstanceOf(Go.class);
        }
    }

    @Test
    void downNeedsThePolicyOrAnApproval() {
        assertThat(migrate(DowngradePolicy.Allow, DOWN)).isInstanceOf(Go.class);
        assertThat(migrate(DowngradePolicy.RequireApproval, DOWN, "sha256:other", DIGEST))
                .isInstanceOf(Go.class);
        assertThat(migrate(DowngradePolicy.RequireApproval, DOWN, "sha256:other"))
                .isEqualTo(new AwaitApproval("2 revisions would be taken back: c3 (make c3), b2 (make b2), to a1. This"
                        + " goes down and needs an approval: add sha256:d1 to spec.approvals, or set spec.downgrade to"
                        + " Allow."));
        assertThat(migrate(DowngradePolicy.Forbid, DOWN, DIGEST)).isInstanceOfSatisfying(Refuse.class, refuse -> {
            assertThat(refuse.trouble().reason()).isEqualTo(Reason.DowngradeForbidden);
            assertThat(refuse.trouble().message()).contains("c3", "spec.downgrade");
        });
    }

    @Test
    void whatNobodyReadsFirst() {
        assertThat(unseen(Operation.Migrate, DowngradePolicy.Allow)).containsExactly(Direction.UP, Direction.DOWN);
        assertThat(unseen(Operation.Migrate, DowngradePolicy.RequireApproval)).containsExactly(Direction.UP);
        assertThat(unseen(Operation.Migrate, DowngradePolicy.Forbid)).containsExactly(Direction.UP);
        assertThat(unseen(Operation.Upgrade, DowngradePolicy.Allow)).containsExactly(Direction.UP);
        assertThat(unseen(Operation.Downgrade, DowngradePolicy.Forbid)).containsExactly(Direction.DOWN);
        assertThat(unseen(Operation.Observe, DowngradePolicy.Allow)).isEmpty();
    }

    private static Set<Direction> unseen(Operation operation, DowngradePolicy policy) {
        return Gate.runsUnseen(request(operation, policy), Plans.SERVER);
    }

    @Test
    void anOperationOfOneDirectionIsNeverTurnedRound() {
        assertThat(decide(Operation.Upgrade, DowngradePolicy.Forbid, UP)).isInstanceOf(Go.class);
        assertThat(decide(Operation.Upgrade, DowngradePolicy.Allow, DOWN))
                .isInstanceOfSatisfying(Refuse.class, refuse -> {
                    assertThat(refuse.trouble().reason()).isEqualTo(Reason.WrongDirection);
                    assertThat(refuse.trouble().message()).contains("below", "c3", "downgrade");
                });
        assertThat(decide(Operation.Downgrade, DowngradePolicy.Allow, UP))
                .isInstanceOfSatisfying(
                        Refuse.class,
                        refuse -> assertThat(refuse.trouble().reason()).isEqualTo(Reason.WrongDirection));
        assertThat(decide(Operation.Upgrade, DowngradePolicy.Allow, Plans.none("c3")))
                .isInstanceOf(NothingToDo.class);
    }

    @Test
    void askingForADowngradeIsItsApproval() {
        assertThat(decide(Operation.Downgrade, DowngradePolicy.Forbid, DOWN)).isInstanceOf(Go.class);
        assertThat(decide(Operation.Downgrade, DowngradePolicy.RequireApproval, DOWN))
                .isInstanceOf(Go.class);
    }

    @Test
    void observingNeverRuns() {
        assertThat(decide(Operation.Observe, DowngradePolicy.Allow, UP)).isInstanceOf(ObserveOnly.class);
        assertThat(decide(Operation.Observe, DowngradePolicy.Allow, DOWN)).isInstanceOf(ObserveOnly.class);
    }

    @Test
    void nothingToDoIsSaidWithTheRevision() {
        assertThat(migrate(DowngradePolicy.Forbid, Plans.none("c3")))
                .isEqualTo(new NothingToDo("The database is at c3; there is nothing to do."));
        assertThat(migrate(DowngradePolicy.Forbid, Plans.none("base")))
                .isEqualTo(new NothingToDo("The database is at base; there is nothing to do."));
    }

    @Test
    void anUnknownRowStopsEvenObserving() {
        for (Operation operation : Operation.values()) {
            assertThat(decide(operation, DowngradePolicy.Allow, Plans.unknown("fff")))
                    .isInstanceOfSatisfying(Refuse.class, refuse -> {
                        assertThat(refuse.trouble().reason()).isEqualTo(Reason.UnknownRevision);
                        assertThat(refuse.trouble().message()).contains("fff", "newer image");
                    });
        }
    }

    @Test
    void whatIsRefusedWhateverItDoesIsKnownBefore() {
        assertThat(refusal(Operation.Migrate, DowngradePolicy.Forbid, DOWN)).isEqualTo(Reason.DowngradeForbidden);
        assertThat(refusal(Operation.Upgrade, DowngradePolicy.Allow, DOWN)).isEqualTo(Reason.WrongDirection);
        assertThat(refusal(Operation.Downgrade, DowngradePolicy.Forbid, DOWN)).isNull();
        assertThat(refusal(Operation.Observe, DowngradePolicy.Forbid, DOWN)).isNull();
        assertThat(refusal(Operation.Migrate, DowngradePolicy.RequireApproval, DOWN))
                .isNull();
        assertThat(refusal(Operation.Migrate, DowngradePolicy.Forbid, UP)).isNull();
    }

    private static @Nullable Reason refusal(Operation operation, DowngradePolicy policy, Plan plan) {
        return Gate.refusal(request(operation, policy), plan, Plans.SERVER)
                .map(Trouble::reason)
                .orElse(null);
    }

    @Test
    void aPlanIsReadFirstWhereItIsOnlyObservedOrNeedsAnApproval() {
        assertThat(Gate.isReadFirst(request(Operation.Observe, DowngradePolicy.Allow), UP))
                .isTrue();
        assertThat(Gate.isReadFirst(request(Operation.Migrate, DowngradePolicy.RequireApproval), DOWN))
                .isTrue();
        assertThat(Gate.isReadFirst(request(Operation.Migrate, DowngradePolicy.RequireApproval), UP))
                .isFalse();
        assertThat(Gate.isReadFirst(request(Operation.Downgrade, DowngradePolicy.RequireApproval), DOWN))
                .isFalse();
        assertThat(Gate.isReadFirst(request(Operation.Migrate, DowngradePolicy.Allow), DOWN))
                .isFalse();
    }

    @Test
    void aDowngradeThatWasAskedForNeedsItsBackupUnderEveryPolicy() {
        Trouble missing = new Trouble(Reason.BackupStorageMissing, "nowhere");
        for (DowngradePolicy policy : DowngradePolicy.values()) {
            assertThat(Gate.decide(
                            request(Operation.Downgrade, policy),
                            DOWN,
                            DIGEST,
                            Plans.SERVER,
                            new BackupNeed.Impossible(missing)))
                    .isEqualTo(new Refuse(missing));
        }
    }

    @Test
    void aReadOnlyServerIsRefusedBeforeAnythingRuns() {
        ServerIdentity standby = new ServerIdentity("shop", "17.6", "731", true);
        RunRequest request = new RunRequest(
                1,
                "x",
                "uid-of-x",
                Operation.Migrate,
                List.of("head"),
                DowngradePolicy.Allow,
                List.of(),
                new RunRequest.Project("/app", "alembic.ini", null, null, List.of(), null, null),
                new RunRequest.Session(0, 0, null),
                "2031-02-03T04:05:06Z",
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null);
        assertThat(Gate.decide(request, UP, DIGEST, standby, new BackupNeed.None()))
                .isInstanceOf(Refuse.class);
        assertThat(Gate.decide(request, Plans.none("a1"), DIGEST, standby, new BackupNeed.None()))
                .isInstanceOf(NothingToDo.class);
    }

    @Test
    void aLongPlanIsNotListedWhole() {
        String[] many = IntStream.rangeClosed(1, 500).mapToObj(i -> "r" + i).toArray(String[]::new);

        assertThat(((Go) migrate(DowngradePolicy.Forbid, Plans.up("base", many))).message())
                .startsWith("500 revisions would be applied: r1 (make r1)")
                .endsWith("r10 (make r10) and 490 more, to r500.");
    }
}
