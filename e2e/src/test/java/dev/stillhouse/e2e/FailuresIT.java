package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.e2e.cluster.PostgresServer;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of trouble in a project or a database ends a run with a reason and a message that says what to do. */
@ExtendWith(TestCluster.class)
class FailuresIT {
    private final Stillhouse stillhouse;

    FailuresIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
    }

    @Test
    void a_failing_revision_in_the_middle_leaves_what_was_committed_and_says_so() {
        var failing = stillhouse.migration("failing", "broken.failing-middle");

        failing.apply().awaitCondition("Stalled", Reason.StatementFailed);

        var run = failing.newestRun().getStatus();
        assertThat(run.phase()).isEqualTo(RunPhase.Failed);
        assertThat(run.result().error().revision()).isEqualTo("bcf43d752afb");
        assertThat(run.result().error().sqlState()).isEqualTo("42703");
        assertThat(run.result().error().statement()).isNotBlank();
        assertThat(run.result().error().file()).endsWith(".py");
        assertThat(run.result().revisionsAfter()).containsExactly("6c9587a3c9c5");
        assertThat(failing.status().revision()).isEqualTo("6c9587a3c9c5");
        assertThat(failing.status().pending()).isEqualTo(4);
        assertThat(run.message()).contains("bcf43d752afb", "6c9587a3c9c5");
        assertThat(failing.runs()).as("a failing statement is not tried again").hasSize(1);
    }

    @Test
    void the_same_in_one_transaction_leaves_nothing() {
        var failing = stillhouse
                .migration("failing-one", "broken.failing-middle")
                .with(stillhouse.project(
                        "broken.failing-middle", "env: [{name: TRANSACTION_PER_MIGRATION, value: \"false\"}]"));

        failing.apply().awaitCondition("Stalled", Reason.StatementFailed);

        assertThat(failing.status().revision()).isEqualTo("base");
        assertThat(stillhouse.sql("failing-one", "SELECT to_regclass('tasks')")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "import-error, ProjectError, task_settings",
        "missing-ini, ConfigNotFound, alembic.ini",
        "no-alembic, AlembicNotFound, Alembic",
        "no-python, PythonNotFound, Python",
        "two-heads, MultipleHeads, 210bdfbcf56f",
    })
    void an_image_that_cannot_work_is_told_from_others(String variant, Reason reason, String named) {
        var broken = stillhouse.migration(variant, "broken." + variant);

        broken.apply().awaitCondition("Stalled", reason);

        assertThat(broken.newestRun().getStatus().message()).contains(named);
        assertThat(broken.runs()).hasSize(1);
    }

    @Test
    void two_heads_are_fine_when_both_are_asked_for() {
        var heads = stillhouse.migration("heads", "broken.two-heads").with("target: heads");

        heads.apply().awaitReady();

        assertThat(heads.status().currentRevisions()).containsExactlyInAnyOrder("210bdfbcf56f", "cabcdc8a32dd");
    }

    @Test
    void an_unknown_target_stalls_until_it_is_corrected() {
        var tasks = stillhouse.migration("unknown-target", "tasks").with("target: feedc0ffee99");

        tasks.apply().awaitCondition("Stalled", Reason.UnknownRevision);
        assertThat(tasks.newestRun().getStatus().message()).contains("feedc0ffee99");

        tasks.target("head").awaitReady();
    }

    @Test
    void a_database_at_a_revision_that_the_image_does_not_know() {
        var tasks = stillhouse.migration("unknown-row", "tasks");
        stillhouse.sql(
                "unknown-row",
                "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY); INSERT INTO alembic_version VALUES ('0123456789ab')");

        tasks.apply().awaitCondition("Stalled", Reason.UnknownRevision);

        assertThat(tasks.newestRun().getStatus().message()).contains("0123456789ab");
        assertThat(tasks.status().revision()).isEqualTo("0123456789ab");
    }

    @Test
    void a_wrong_password() {
        var tasks = stillhouse.migration("wrong-password", "tasks").with("execution: {retries: 0}");
        var url = stillhouse.postgres().url("wrong-password");
        stillhouse.secret("wrong-password", url.replace(PostgresServer.PASSWORD, "not-the-password"));

        tasks.apply().awaitCondition("Stalled", Reason.AuthenticationFailed);

        assertThat(tasks.newestRun().getStatus().message()).doesNotContain("not-the-password");
    }

    @Test
    void a_host_that_does_not_exist_is_retried_and_given_up() {
        var tasks = stillhouse.migration("no-host", "tasks").with("execution: {retries: 1, retryBackoff: 1s}");
        stillhouse.secret("no-host", "postgresql://postgres:x@no-such-host.default.svc:5432/no-host");

        tasks.apply().awaitCondition("Stalled", Reason.ConnectionFailed);

        assertThat(tasks.runs()).extracting(run -> run.getSpec().attempt()).containsExactly(1, 2);
        assertThat(tasks.newestRun().getStatus().message()).contains("no-such-host");
    }

    @Test
    void a_downgrade_that_is_forbidden_changes_nothing() {
        var tasks = stillhouse.migration("forbidden", "tasks");
        tasks.apply().awaitReady();

        tasks.with("downgrade: Forbid").target("base").awaitCondition("Stalled", Reason.DowngradeForbidden);

        assertThat(tasks.status().revision()).isEqualTo("cabcdc8a32dd");
    }

    @Test
    void a_downgrade_waits_for_the_approval_of_its_very_plan() {
        var tasks = stillhouse.migration("approval", "tasks");
        tasks.apply().awaitReady();

        tasks.with("downgrade: RequireApproval")
                .target("d50b690de6f9")
                .awaitCondition("AwaitingApproval", Reason.ApprovalRequired);
        assertThat(tasks.status().revision()).isEqualTo("cabcdc8a32dd");
        var digest = tasks.newestRun().getStatus().plan().digest();
        assertThat(tasks.newestRun().getStatus().message()).contains(digest);

        tasks.with("approvals: [\"" + digest + "\"]").apply().awaitReady();
        assertThat(tasks.status().revision()).isEqualTo("d50b690de6f9");
    }

    @Test
    void somebody_holds_a_lock() {
        var tasks = stillhouse.migration("locked", "tasks").with("target: 6c9587a3c9c5");
        tasks.apply().awaitReady();

        try (var holder = LockHolder.lock(stillhouse, "locked", "tasks")) {
            tasks.with("execution: {lockTimeout: 500ms, retries: 20, retryBackoff: 1s}")
                    .target("bcf43d752afb")
                    .awaitStatus(status -> assertThat(tasks.condition("Reconciling"))
                            .hasValueSatisfying(condition ->
                                    assertThat(condition.getReason()).isEqualTo(Reason.LockTimeout.name())));
            assertThat(tasks.status().revision()).isEqualTo("6c9587a3c9c5");
        }

        tasks.awaitReady();
        assertThat(tasks.status().revision()).isEqualTo("bcf43d752afb");
    }
}
