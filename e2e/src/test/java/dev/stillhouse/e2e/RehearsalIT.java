package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.MigrationRunStatus.Finding;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PhaseTiming;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunRehearsal;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.TableLock;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import io.fabric8.kubernetes.api.model.Event;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A plan is tried on a copy of the schema before the database is touched. */
@ExtendWith(TestCluster.class)
class RehearsalIT {
    private final Stillhouse stillhouse;

    RehearsalIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
    }

    /** A manifest of a project in a ConfigMap, which is rehearsed. */
    private Migration rehearsed(String name, String project) {
        ConfigMaps.ofFolder(stillhouse.client(), project, "projects/" + project);
        return stillhouse
                .migration(name, "tasks")
                .with("project: {configMap: {name: %s}}".formatted(project))
                .with("rehearsal: Schema");
    }

    private static RunRehearsal shown(Migration migration) {
        return migration.newestRun().getStatus().rehearsal();
    }

    @Test
    void a_plan_that_goes_there_and_back_is_applied_up_and_down() {
        var tiny = rehearsed("rehearsed", "tiny");

        tiny.apply().awaitReady();

        assertThat(shown(tiny).outcome()).isEqualTo(RehearsalOutcome.Passed);
        assertThat(shown(tiny).findings()).isNullOrEmpty();
        assertThat(tiny.newestRun().getStatus().result().timings())
                .extracting(PhaseTiming::phase)
                .contains(Phase.REHEARSE);
        assertThat(tiny.status().revision()).isEqualTo("dbe70c4fc8c6");
        assertThat(stillhouse.sql("rehearsed", "SELECT count(*) FROM notes WHERE NOT done"))
                .as("applied once, whatever was tried before")
                .isEqualTo("2");

        tiny.target("de53f24fb61c").awaitReady();

        assertThat(shown(tiny).outcome()).isEqualTo(RehearsalOutcome.Passed);
        assertThat(tiny.status().revision()).isEqualTo("de53f24fb61c");
        assertThat(stillhouse.sql("rehearsed", "SELECT count(*) FROM notes")).isEqualTo("2");
    }

    @Test
    void to_rehearse_from_now_on_starts_nothing_at_a_database_that_is_at_its_target() {
        var tiny = rehearsed("rehearsed-later", "tiny").with("rehearsal: Never");
        tiny.apply().awaitReady();
        assertThat(shown(tiny)).isNull();

        tiny.with("rehearsal: Schema").apply().awaitReady();

        assertThat(tiny.runs()).hasSize(1);
    }

    /** The downgrade forgets that a column was made longer. */
    @Test
    void a_downgrade_that_does_not_bring_the_schema_back_is_told_and_the_upgrade_applied() {
        var parcels = rehearsed("way-back", "parcels").target("5d90b1c7e3f2").awaitReady();
        assertThat(shown(parcels).outcome()).isEqualTo(RehearsalOutcome.Passed);

        parcels.target("head").awaitReady();

        assertThat(parcels.status().revision()).isEqualTo("a7c4e81f6b03");
        assertThat(stillhouse.sql("way-back", """
                SELECT string_agg(column_name, ',' ORDER BY ordinal_position)
                FROM information_schema.columns WHERE table_name = 'parcels'
                """)).isEqualTo("id,recipient,grams");
        assertThat(shown(parcels).outcome()).isEqualTo(RehearsalOutcome.Warned);
        assertThat(shown(parcels).findings()).anySatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo("downgrade-differs");
            assertThat(finding.revision()).isEqualTo("a7c4e81f6b03");
            assertThat(finding.message()).contains("recipient");
        });
        assertThat(shown(parcels).locks())
                .as("a longer varchar is no other file")
                .containsExactly(new TableLock("public.parcels", "ACCESS EXCLUSIVE", "a7c4e81f6b03", false, false));
        await().atMost(Migration.PATIENCE)
                .pollInterval(Migration.LOOKS)
                .untilAsserted(() -> assertThat(warnings()).anySatisfy(event -> {
                    assertThat(event.getInvolvedObject().getKind()).isEqualTo("DatabaseMigration");
                    assertThat(event.getInvolvedObject().getName()).isEqualTo("way-back");
                    assertThat(event.getMessage()).contains("recipient");
                }));
    }

    private List<Event> warnings() {
        return stillhouse.client().v1().events().inNamespace(Migration.NAMESPACE).list().getItems().stream()
                .filter(event -> Reason.RehearsalWarned.name().equals(event.getReason()))
                .toList();
    }

    /** FailuresIT has what becomes of this project otherwise: its first step is committed when the second fails. */
    @Test
    void a_step_that_fails_is_found_before_the_steps_before_it_are_applied() {
        var failing = stillhouse
                .migration("failing-rehearsal", "broken.failing-middle")
                .with("rehearsal: Schema");

        failing.apply().awaitCondition("Stalled", Reason.RehearsalFailed);

        var run = failing.newestRun().getStatus();
        assertThat(run.phase()).isEqualTo(RunPhase.Failed);
        assertThat(run.message()).contains("bcf43d752afb", "urgency");
        assertThat(run.rehearsal().outcome()).isEqualTo(RehearsalOutcome.Failed);
        assertThat(run.rehearsal().findings())
                .anySatisfy(finding -> assertThat(finding)
                        .returns("step-fails", Finding::rule)
                        .returns("bcf43d752afb", Finding::revision));
        assertThat(run.result().revisionsAfter()).isEmpty();
        assertThat(failing.status().revision()).isEqualTo("base");
        assertThat(stillhouse.sql("failing-rehearsal", "SELECT to_regclass('tasks')"))
                .isEmpty();
        assertThat(failing.runs()).as("it would fail again").hasSize(1);

        failing.with("rehearsal: Never").apply().awaitCondition("Stalled", Reason.StatementFailed);

        assertThat(failing.status().revision()).isEqualTo("6c9587a3c9c5");
    }
}
