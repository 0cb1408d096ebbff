package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator is killed without warning at each point of a run's life: the run is delayed, and nothing else. */
@Isolated("it kills the operator over and over")
@ExtendWith(TestCluster.class)
class OperatorCrashIT {
    private static final String SLOW_REVISION = "290121dd82a4";
    private static final String UP = "6c9587a3c9c5,bcf43d752afb,290121dd82a4,d50b690de6f9,cabcdc8a32dd";

    private final Stillhouse stillhouse;

    OperatorCrashIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
    }

    /** What can be seen from outside at the moment of the kill. */
    enum Moment {
        MANIFEST_APPLIED((crash, slow) -> true),
        RUN_CREATED((crash, slow) -> !slow.runs().isEmpty()),
        JOB_CREATED((crash, slow) -> crash.jobExists(slow)),
        POD_CREATED((crash, slow) -> !crash.pods(slow).isEmpty()),
        RUNNER_STARTED((crash, slow) -> crash.pods(slow).stream().anyMatch(isPhase("Running", "Succeeded"))),
        FIRST_PROGRESS((crash, slow) -> has(slow, run -> run.getStatus().progress() != null)),
        STEP_IN_HAND((crash, slow) -> has(slow, run -> SLOW_REVISION.equals(inHand(run)))),
        POD_ENDED((crash, slow) -> crash.pods(slow).stream().anyMatch(isPhase("Succeeded"))),
        RUN_ENDED((crash, slow) -> has(slow, run -> run.getStatus().phase() == RunPhase.Succeeded));

        private final BiPredicate<OperatorCrashIT, Migration> reached;

        Moment(BiPredicate<OperatorCrashIT, Migration> reached) {
            this.reached = reached;
        }

        /** A step has to last until it was seen, and is ended then; everything else can be seen afterwards too. */
        private int slowSeconds() {
            return this == STEP_IN_HAND ? 60 : 3;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_run_survives_the_operator(Moment moment) {
        var database = "crash-" + moment.name().toLowerCase(Locale.ROOT).replace('_', '-');
        var slow = stillhouse
                .migration(database, "broken.slow")
                .with(stillhouse.project(
                        "broken.slow", "env: [{name: SLOW_SECONDS, value: \"%d\"}]".formatted(moment.slowSeconds())));
        var journal = StepJournal.start(stillhouse, database);

        slow.apply();
        await().pollInterval(Duration.ofMillis(20)).until(() -> moment.reached.test(this, slow));
        stillhouse.killOperator();
        stillhouse.goOn(slow);

        slow.awaitReady();
        assertThat(slow.status().revision()).isEqualTo("cabcdc8a32dd");
        assertThat(journal.read().stream().map(StepJournal.Entry::to).collect(Collectors.joining(",")))
                .as("each revision was committed once")
                .isEqualTo(UP);
        assertThat(slow.runs())
                .filteredOn(run -> run.getStatus().reason() == Reason.Upgraded)
                .as("one run did it; others may have met a busy database")
                .hasSize(1);
        assertThat(slow.newestRun().getStatus().progress().summary()).isEqualTo("5/5");
        assertThat(slow.newestRun().getStatus().planDocument())
                .as("its plan was kept")
                .isNotNull();
    }

    /** It was stopped before it wrote what it had heard, and the runner has nothing more to say for long. */
    @Test
    void what_the_operator_had_no_time_to_write_is_written_by_the_next_one() {
        var slow = stillhouse
                .migration("crash-untold", "broken.slow")
                .with(stillhouse.project("broken.slow", "env: [{name: SLOW_SECONDS, value: \"120\"}]"))
                .apply();
        slow.awaitRun(OperatorCrashIT::isInSlowStep);

        stillhouse.withoutOperator(() -> forgetProgress(slow.newestRun()));

        slow.awaitRun(OperatorCrashIT::isInSlowStep);
        stillhouse.goOn(slow).awaitReady();
    }

    private void forgetProgress(MigrationRun run) {
        try (var operator = stillhouse.asOperator()) {
            operator.resource(run)
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": {\"progress\": null}}");
        }
    }

    private static void isInSlowStep(MigrationRun run) {
        assertThat(inHand(run)).isEqualTo(SLOW_REVISION);
    }

    /** The revision whose step is at work, or nothing. */
    private static @Nullable String inHand(MigrationRun run) {
        var status = run.getStatus();
        return status == null || status.progress() == null
                ? null
                : status.progress().revision();
    }

    private static boolean has(Migration migration, Predicate<MigrationRun> what) {
        return migration.runs().stream().anyMatch(run -> run.getStatus() != null && what.test(run));
    }

    private static Predicate<Pod> isPhase(String... phases) {
        return pod -> List.of(phases).contains(pod.getStatus().getPhase());
    }

    private boolean jobExists(Migration migration) {
        return migration.runs().stream().anyMatch(run -> migration.job(run).get() != null);
    }

    private List<Pod> pods(Migration migration) {
        return stillhouse
                .client()
                .pods()
                .inNamespace(Migration.NAMESPACE)
                .withLabel("stillhouse.dev/migration", migration.name())
                .list()
                .getItems();
    }
}
