package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.MigrationBuilder.anImage;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.AwaitApproval;
import dev.stillhouse.operator.migration.MigrationDecision.RetryLater;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalMode;
import org.junit.jupiter.api.Test;

/** A Git revert brings an older image back, and the newer one knows the way down. */
class WaysDownTest {
    private static final String PINNED = "shop/orders@sha256:run1";

    /** The newer image has brought the database to c3. */
    private static final RunBuilder APPLIED =
            runOf(aMigration().image("shop/orders:2"), 1).succeeded();

    private static MigrationBuilder reverted() {
        return aMigration().image("shop/orders:1");
    }

    /** The older image finds c3, and knows b2 and a1 only. */
    private static RunBuilder lost(int number) {
        return runOf(reverted(), number).failed(Reason.UnknownRevision).isLostAt("c3", "b2", "a1");
    }

    private static RunBuilder wentDown(int number) {
        return runOf(reverted(), number).project(pinned()).downTo("b2", "a1");
    }

    private static ProjectSpec pinned() {
        return anImage(PINNED).withDefaults();
    }

    @Test
    void the_image_that_applied_the_revision_goes_down_to_what_the_wanted_one_knows() {
        var world = Situation.of(reverted(), APPLIED, lost(2));
        assertThat(world.decision()).asInstanceOf(type(Start.class)).satisfies(start -> {
            var run = RunFactory.create(world.world(), start).getSpec();
            assertThat(run.project()).isEqualTo(pinned());
            assertThat(run.downToKnown()).containsExactly("b2", "a1");
            assertThat(run.downgrade()).isEqualTo(reverted().build().getSpec().downgradeOrDefault());
            assertThat(run.number()).isEqualTo(3);
        });
        assertThat(world.standing().message()).contains("does not know c3", PINNED);
    }

    @Test
    void the_way_down_is_rehearsed_like_any_other_plan() {
        var rehearsed = reverted().rehearsal(RehearsalMode.Schema);
        var world = Situation.of(
                rehearsed,
                APPLIED,
                runOf(rehearsed, 2).failed(Reason.UnknownRevision).isLostAt("c3", "b2", "a1"));
        assertThat(world.decision()).asInstanceOf(type(Start.class)).satisfies(start -> {
            var run = RunFactory.create(world.world(), start).getSpec();
            assertThat(run.downToKnown()).isNotNull();
            assertThat(run.rehearsal()).isEqualTo(RehearsalMode.Schema);
        });
    }

    @Test
    void it_is_remembered_in_the_status_when_the_run_is_deleted() {
        var status = Situation.of(aMigration().image("shop/orders:2"), APPLIED).status();
        assertThat(status.appliedWith().revisions()).containsExactly("c3");
        assertThat(status.appliedWith().project().image()).isEqualTo(PINNED);
        assertThat(Situation.of(reverted().status(status), lost(2)).decision())
                .asInstanceOf(type(Start.class))
                .extracting(Start::purpose)
                .isInstanceOf(Purpose.GoDown.class);
    }

    @Test
    void a_tag_will_do_where_the_node_does_not_tell_the_name_in_the_registry() {
        var applied = runOf(aMigration().image("shop/orders:2"), 1).succeeded().ranImage("sha256:1234");
        assertThat(Situation.of(reverted(), applied, lost(2)).decision())
                .asInstanceOf(type(Start.class))
                .extracting(Start::purpose)
                .asInstanceOf(type(Purpose.GoDown.class))
                .extracting(down -> down.with().project().image())
                .isEqualTo("shop/orders:2");
    }

    @Test
    void then_the_wanted_image_goes_on() {
        assertThat(Situation.of(
                                reverted(),
                                APPLIED,
                                lost(2),
                                wentDown(3).succeeded().saw(0, "b2"))
                        .decision())
                .isEqualTo(migrate(4, 1));
    }

    @Test
    void it_waits_for_its_approval_as_any_downgrade() {
        var waiting = Situation.of(reverted(), APPLIED, lost(2), wentDown(3).awaitingApproval());
        assertThat(waiting.decision()).isEqualTo(new AwaitApproval(waiting.run(2)));
        var approved = Situation.of(
                reverted().approving("sha256:plan"),
                APPLIED,
                lost(2),
                wentDown(3).awaitingApproval());
        assertThat(approved.decision()).isEqualTo(migrate(4, 1));
    }

    @Test
    void passing_trouble_on_the_way_is_retried() {
        var failed = Situation.of(reverted(), APPLIED, lost(2), wentDown(3).failed(Reason.LockTimeout));
        assertThat(failed.decision()).isInstanceOf(RetryLater.class);
        var forbidden = Situation.of(reverted(), APPLIED, lost(2), wentDown(3).failed(Reason.DowngradeForbidden));
        assertThat(forbidden.decision())
                .asInstanceOf(type(Stall.class))
                .satisfies(stall -> assertThat(stall.reason()).isEqualTo(Reason.DowngradeForbidden));
    }

    @Test
    void no_known_image_is_a_clear_end() {
        assertThat(Situation.of(reverted(), lost(2)).decision())
                .asInstanceOf(type(Stall.class))
                .satisfies(stall -> {
                    assertThat(stall.reason()).isEqualTo(Reason.UnknownRevision);
                    assertThat(stall.message()).contains("No image is known that contains it");
                });
        var elsewhere =
                runOf(aMigration().image("shop/orders:2"), 1).succeeded().saw(0, "x9");
        assertThat(Situation.of(reverted(), elsewhere, lost(2)).decision())
                .asInstanceOf(type(Stall.class))
                .satisfies(stall -> assertThat(stall.message()).contains(PINNED, "was at x9"));
    }

    @Test
    void it_is_tried_once() {
        assertThat(Situation.of(
                                reverted(),
                                APPLIED,
                                lost(2),
                                wentDown(3).succeeded().saw(0, "c3"),
                                lost(4))
                        .decision())
                .asInstanceOf(type(Stall.class))
                .satisfies(stall -> assertThat(stall.message()).contains("did not help"));
    }

    @Test
    void a_project_in_a_config_map_is_not_remembered() {
        var inConfigMap = new ProjectSpec(
                null,
                null,
                new ProjectSpec.ConfigMapProject("orders", null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        var status = Situation.of(
                        aMigration().project(inConfigMap),
                        runOf(aMigration().project(inConfigMap), 1).succeeded())
                .status();
        assertThat(status.appliedWith()).isNull();
    }
}
