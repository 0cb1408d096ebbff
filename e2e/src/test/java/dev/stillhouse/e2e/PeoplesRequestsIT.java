package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillhouse.api.v1alpha1.RequestPhase;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people ask for once, in all of Alembic's words: it is done, and nothing undoes it by itself. */
@ExtendWith(TestCluster.class)
class PeoplesRequestsIT {
    private static final String HEAD = "cabcdc8a32dd";
    private static final String BELOW = "d50b690de6f9";

    private final Stillhouse stillhouse;

    PeoplesRequestsIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
    }

    @Test
    void one_down_and_one_up_again() {
        var tasks = stillhouse.migration("one-down", "tasks").with("downgrade: Forbid");
        tasks.apply().awaitReady();

        var down = tasks.ask("one-down-by-hand", "operation: Downgrade\ntarget: \"-1\"")
                .awaitSuccess();

        assertThat(down.getStatus().reason()).isEqualTo(Reason.Downgraded);
        assertThat(down.getStatus().revision()).isEqualTo(BELOW);
        tasks.awaitCondition("Stalled", Reason.Downgraded);
        assertThat(tasks.status().revision()).isEqualTo(BELOW);
        assertThat(tasks.status().pending()).isEqualTo(1);
        assertThat(tasks.status().pendingRevisions()).containsExactly(HEAD);

        tasks.ask("one-up-by-hand", "operation: Upgrade\ntarget: \"+1\"").awaitSuccess();

        tasks.awaitReady();
        assertThat(tasks.status().revision()).isEqualTo(HEAD);
        assertThat(tasks.status().pending()).isZero();
    }

    /** A GitOps tool that has it in Git brings it again, whatever has become of the first one. */
    @Test
    void one_that_is_created_again_is_not_done_again() {
        var tasks = stillhouse.migration("once", "tasks");
        tasks.apply().awaitReady();
        var down = tasks.ask("once-down", "operation: Downgrade\ntarget: \"-1\"");
        var run = down.awaitSuccess();
        tasks.awaitCondition("Stalled", Reason.Downgraded);

        var again = down.createdAgain().awaitAnswer();

        assertThat(again.phase()).isEqualTo(RequestPhase.AlreadyExecuted);
        assertThat(again.message()).contains(run.getMetadata().getName(), "another name");
        assertThat(tasks.newestRun().getSpec().operation()).isNotEqualTo(Operation.Downgrade);
        assertThat(tasks.status().revision()).isEqualTo(BELOW);
    }

    @Test
    void the_wrong_direction_changes_nothing() {
        var tasks = stillhouse.migration("wrong-way", "tasks");
        tasks.apply().awaitReady();

        var run = tasks.ask("wrong-way-by-hand", "operation: Upgrade\ntarget: \"%s-1\"".formatted(HEAD))
                .awaitEnd();

        assertThat(run.getStatus().reason()).isEqualTo(Reason.WrongDirection);
        tasks.awaitReady();
        assertThat(tasks.status().revision()).isEqualTo(HEAD);
    }

    @Test
    void a_stamp_with_purge_takes_over_a_database_that_nobody_knows() {
        var tasks = stillhouse.migration("stamped", "tasks");
        tasks.apply().awaitReady();
        stillhouse.sql("stamped", "UPDATE alembic_version SET version_num = '0123456789ab'");
        tasks.annotated("stillhouse.dev/retry", "1").apply().awaitCondition("Stalled", Reason.UnknownRevision);

        var stamp = tasks.ask("stamp-by-hand", "operation: Stamp\ntarget: head\npurge: true")
                .awaitSuccess();

        assertThat(stamp.getStatus().reason()).isEqualTo(Reason.Stamped);
        tasks.awaitReady();
        assertThat(stillhouse.sql("stamped", "SELECT version_num FROM alembic_version"))
                .isEqualTo(HEAD);
    }

    @Test
    void several_targets_at_once() {
        var heads = stillhouse.migration("several", "broken.two-heads").without("target");

        heads.with("targets: [\"210bdfbcf56f\", \"" + HEAD + "\"]").apply().awaitReady();

        assertThat(heads.status().currentRevisions()).containsExactlyInAnyOrder("210bdfbcf56f", HEAD);
        assertThat(heads.status().target()).isEqualTo("210bdfbcf56f " + HEAD);

        heads.with("targets: [\"bcf43d752afb\"]").apply().awaitReady();

        assertThat(heads.status().currentRevisions()).containsExactly("bcf43d752afb");
    }

    static Stream<Arguments> whatIsRefused() {
        return Stream.of(
                Arguments.of("operation: Migrate", "Upgrade, Downgrade, Stamp"),
                Arguments.of("operation: Downgrade", "need a target"),
                Arguments.of("operation: Stamp\npurge: true", "need a target"),
                Arguments.of("operation: Upgrade\npurge: true", "purge belongs to operation: Stamp"),
                Arguments.of("operation: Upgrade\ntarget: head\ntargets: [head]", "either target or targets"),
                Arguments.of("operation: Verify", "belong together"),
                Arguments.of("operation: Backup\ntarget: head", "a backup has no target"));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsRefused(String what, String why) {
        var nobody = stillhouse.manifest("nobody", "nobody", "tasks");

        assertThatThrownBy(() -> nobody.ask("refused", what))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @MethodSource("relative")
    void a_manifest_with_a_relative_target_is_refused(String target) {
        var tasks = stillhouse.manifest("relative", "relative", "tasks").with(target);

        assertThatThrownBy(tasks::apply)
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("relative target")
                .hasMessageContaining("create a MigrationRequest");
    }

    static Stream<String> relative() {
        return Stream.of("target: \"+1\"", "target: \"ae10+2\"", "target: \"label@-1\"", "targets: [head, \"-2\"]");
    }
}
