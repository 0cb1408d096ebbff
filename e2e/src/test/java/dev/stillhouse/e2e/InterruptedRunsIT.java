package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens while a run is under way: changes of mind, losses, limits. */
@ExtendWith(TestCluster.class)
class InterruptedRunsIT {
    private static final String SLOW_REVISION = "290121dd82a4";
    private static final String HEAD = "cabcdc8a32dd";

    private final Cluster cluster;
    private final Stillhouse stillhouse;

    InterruptedRunsIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        stillhouse = new Stillhouse(cluster, images);
    }

    @Test
    void the_step_in_hand_is_shown_while_it_runs() {
        var slow = slow("progress", 60).apply();

        var run = slow.awaitRun(InterruptedRunsIT::isInSlowStep);
        assertThat(run.getStatus().progress().summary()).isEqualTo("2/5");
        assertThat(run.getStatus().phase()).isEqualTo(RunPhase.Running);

        stillhouse.goOn(slow).awaitReady();
    }

    @Test
    void a_target_that_changes_under_way_gets_its_own_run_afterwards() {
        var slow = slow("changed", 60).apply();
        slow.awaitRun(InterruptedRunsIT::isInSlowStep);

        stillhouse.goOn(slow.target("bcf43d752afb")).awaitReady();

        assertThat(slow.status().revision()).isEqualTo("bcf43d752afb");
        assertThat(slow.runs())
                .extracting(run -> run.getStatus().reason())
                .containsExactly(Reason.Upgraded, Reason.Downgraded);
        assertThat(slow.runs().getFirst().getStatus().revision()).isEqualTo(HEAD);
    }

    @Test
    void a_pod_that_is_deleted_reports_and_is_followed_by_another_run() {
        var slow = slow("pod-deleted", 60).apply();
        slow.awaitRun(InterruptedRunsIT::isInSlowStep);

        stillhouse.client().resource(stillhouse.podOf(slow.newestRun())).delete();

        goOnInNextRun(slow).awaitReady();
        assertThat(slow.runs())
                .extracting(run -> run.getStatus().reason())
                .containsExactly(Reason.Cancelled, Reason.Upgraded);
    }

    @Test
    void a_pod_that_is_evicted_is_told_apart_from_one_that_is_deleted() {
        var slow = slow("evicted", 60).apply();
        slow.awaitRun(InterruptedRunsIT::isInSlowStep);

        stillhouse.client().pods().resource(stillhouse.podOf(slow.newestRun())).evict();

        goOnInNextRun(slow).awaitReady();
        assertThat(slow.runs())
                .extracting(run -> run.getStatus().reason())
                .containsExactly(Reason.Disrupted, Reason.Upgraded);
    }

    /** As Kueue does to make room. */
    @Test
    void a_job_that_is_suspended_under_way_never_starts_again() {
        var slow = slow("suspended", 60).apply();
        slow.awaitRun(InterruptedRunsIT::isInSlowStep);
        var first = slow.newestRun();

        slow.job(first).edit(job -> {
            job.getSpec().setSuspend(true);
            return job;
        });

        goOnInNextRun(slow).awaitReady();
        slow.job(first).waitUntilCondition(Objects::isNull, 1, TimeUnit.MINUTES);
        assertThat(slow.runs().getLast().getStatus().reason()).isEqualTo(Reason.Upgraded);
    }

    @Test
    void a_runner_that_is_killed_is_settled_by_reading_the_database() {
        var slow = slow("runner-lost", 60).apply();
        slow.awaitRun(InterruptedRunsIT::isInSlowStep);

        cluster.killProcesses(stillhouse.podOf(slow.newestRun()), "stillhouse-runner.jar run");

        assertSettledByObserving(slow);
    }

    @Test
    void a_job_that_is_deleted_is_settled_by_reading_the_database() {
        var slow = slow("job-lost", 60).apply();
        slow.awaitRun(InterruptedRunsIT::isInSlowStep);

        slow.job(slow.newestRun())
                .withGracePeriod(0)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();

        goOnInNextRun(slow).awaitReady();
        assertThat(slow.status().revision()).isEqualTo(HEAD);
        assertThat(slow.runs().getFirst().getStatus().phase()).isEqualTo(RunPhase.Failed);
    }

    /**
     * Its pod works on, and what it tells is true: nothing is concluded of it before, and nothing else begins. An operator that
     * comes afterwards removes it too.
     */
    @Test
    void a_pod_whose_job_is_deleted_without_it_is_followed_to_its_end() {
        var slow =
                slow("orphaned", 60).with("execution: {ttlAfterFinished: 1m}").apply();
        slow.awaitRun(InterruptedRunsIT::isInSlowStep);
        var pod = stillhouse.podOf(slow.newestRun());

        slow.job(slow.newestRun())
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();

        stillhouse.goOn(slow).awaitReady();
        assertThat(slow.runs()).extracting(run -> run.getStatus().reason()).containsExactly(Reason.Upgraded);
        assertThat(stillhouse.client().resource(pod).get()).isNotNull();
        stillhouse.killOperator();
        await().untilAsserted(() -> assertThat(stillhouse.client().resource(pod).get())
                .as("nobody else removes it")
                .isNull());
    }

    @Test
    void a_pod_whose_job_is_deleted_without_it_can_be_cancelled() {
        var slow = slow("orphan-cancelled", 60).apply();
        slow.awaitRun(InterruptedRunsIT::isInSlowStep);
        var run = slow.newestRun();
        slow.job(run).withPropagationPolicy(DeletionPropagation.ORPHAN).delete();

        stillhouse.client().resource(run).edit(found -> {
            found.getMetadata().setAnnotations(Map.of("stillhouse.dev/cancel", "enough"));
            return found;
        });

        slow.awaitCondition("Stalled", Reason.Cancelled);
        assertThat(slow.newestRun().getStatus().reason()).isEqualTo(Reason.Cancelled);
    }

    /** Nothing undoes it by itself, although nobody reported its end and nothing is on record of it but what it came to. */
    @Test
    void what_a_person_moved_stays_although_its_run_was_lost_and_deleted() {
        var slow = slow("moved", 1).apply().awaitReady();
        slow.with(
                        stillhouse.project(
                                "broken.slow",
                                "env: [{name: SLOW_SECONDS, value: \"60\"}, {name: TRANSACTION_PER_MIGRATION, value: \"true\"}]"))
                .apply()
                .awaitReady();
        slow.ask("moved-down", "operation: Downgrade\ntarget: base");
        slow.awaitRun(InterruptedRunsIT::isInSlowStep);
        var lost = slow.newestRun();

        cluster.killProcesses(stillhouse.podOf(lost), "stillhouse-runner.jar run");
        slow.awaitCondition("Stalled", Reason.Lost);
        var revision = slow.status().revision();
        stillhouse.client().resource(lost).delete();

        await().during(Duration.ofSeconds(8))
                .until(() -> revision.equals(slow.status().revision())
                        && slow.condition("Stalled")
                                .filter(stalled -> "True".equals(stalled.getStatus()))
                                .isPresent());
        assertThat(slow.runs())
                .filteredOn(run -> run.getSpec().number() > lost.getSpec().number())
                .extracting(run -> run.getSpec().operation())
                .as("it was looked at, and nothing else")
                .containsOnly(Operation.Observe);
    }

    @Test
    void the_deadline_ends_a_run_and_says_where_the_database_is() {
        var slow = slow("deadline", 120).with("execution: {deadline: 0.6m}").apply();

        slow.awaitCondition("Stalled", Reason.DeadlineExceeded);

        assertThat(slow.status().revision()).isEqualTo("base");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                stillhouse.sql(
                                        "deadline",
                                        "SELECT count(*) FROM pg_stat_activity WHERE datname = 'deadline' AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"))
                        .isEqualTo("0"));
    }

    @Test
    void a_run_can_be_cancelled_by_an_annotation() {
        var slow = slow("cancelled", 120).apply();
        var run = slow.awaitRun(InterruptedRunsIT::isInSlowStep);

        stillhouse.client().resource(run).edit(current -> {
            current.getMetadata().getAnnotations().put("stillhouse.dev/cancel", "by hand");
            return current;
        });

        slow.awaitCondition("Stalled", Reason.Cancelled);
        assertThat(slow.status().revision()).isEqualTo("base");
        assertThat(slow.runs()).as("what a person stopped is not tried again").hasSize(1);
    }

    @Test
    void two_manifests_never_migrate_one_database_at_the_same_time() {
        var first = slow("shared", 60).apply();
        first.awaitRun(InterruptedRunsIT::isInSlowStep);
        var second = stillhouse
                .migration("shared-too", "broken.slow")
                .with("database: {urlFrom: {secretKeyRef: {name: shared, key: url}}}")
                .with("target: bcf43d752afb")
                .apply();

        second.awaitRun(run -> assertThat(run.getStatus())
                .isNotNull()
                .extracting(MigrationRunStatus::message)
                .asString()
                .contains("shared-1"));
        assertThat(
                        stillhouse.sql(
                                "shared",
                                "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database WHERE datname = 'shared' AND locktype = 'advisory' AND classid = 1398032716 AND objid = 1213158739 AND granted"))
                .isEqualTo("1");

        stillhouse.goOn(first).awaitReady();
        second.awaitStatus(status -> assertThat(
                        second.runs().getFirst().getStatus().phase().terminal())
                .isTrue());
        second.awaitCondition("Stalled", Reason.DatabaseConflict);
        assertThat(second.condition("Stalled").orElseThrow().getMessage()).contains("default/shared");
    }

    private void assertSettledByObserving(Migration slow) {
        goOnInNextRun(slow).awaitReady();
        assertThat(slow.status().revision()).isEqualTo(HEAD);
        assertThat(slow.runs())
                .extracting(run -> run.getSpec().operation())
                .containsExactly(Operation.Migrate, Operation.Observe, Operation.Migrate);
        var lost = slow.runs().getFirst();
        assertThat(lost.getStatus().phase()).isEqualTo(RunPhase.Failed);
        assertThat(lost.getStatus().reason()).isEqualTo(Reason.Lost);
    }

    /** Lets the run that follows go on, as the one in hand is to be ended by what the test does to it. */
    private Migration goOnInNextRun(Migration slow) {
        await().atMost(Migration.PATIENCE).until(() -> slow.runs().size() > 1);
        return stillhouse.goOn(slow);
    }

    /** @param seconds longer than it takes to see it, on any machine; {@link Stillhouse#goOn} ends them */
    private Migration slow(String name, int seconds) {
        return stillhouse
                .migration(name, "broken.slow")
                .with(stillhouse.project(
                        "broken.slow", "env: [{name: SLOW_SECONDS, value: \"%d\"}]".formatted(seconds)));
    }

    private static void isInSlowStep(MigrationRun run) {
        assertThat(run.getStatus()).isNotNull();
        assertThat(run.getStatus().progress()).isNotNull();
        assertThat(run.getStatus().progress().revision()).isEqualTo(SLOW_REVISION);
    }
}
