package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.ExecutionBuilder.anExecution;
import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static dev.stillhouse.operator.migration.Situation.observe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.CopiesSpec;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.CopyPlace;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.RehearsalMode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunFactoryTest {
    private static MigrationRun create(MigrationBuilder migration, Start start, RunBuilder... runs) {
        return RunFactory.create(Situation.of(migration, runs).world(), start);
    }

    @Test
    void a_run_can_be_read_alone() {
        var migration = aMigration()
                .target("b2")
                .downgrade(DowngradePolicy.Allow)
                .approving("sha256:plan")
                .execution(anExecution().lockTimeout("3s"));
        var spec = create(migration, migrate(3, 2)).getSpec();
        assertThat(spec.migrationRef().name()).isEqualTo("orders");
        assertThat(spec.number()).isEqualTo(3);
        assertThat(spec.attempt()).isEqualTo(2);
        assertThat(spec.operation()).isEqualTo(Operation.Migrate);
        assertThat(spec.target()).isEqualTo("b2");
        assertThat(spec.downgrade()).isEqualTo(DowngradePolicy.Allow);
        assertThat(spec.approvals()).containsExactly("sha256:plan");
        assertThat(spec.settlesRef()).isNull();
        assertThat(spec.wish().targets()).containsExactly("b2");
        assertThat(spec.database()).isEqualTo(migration.build().getSpec().database());
        assertThat(spec.project())
                .isEqualTo(migration.build().getSpec().project().withDefaults());
        assertThat(spec.execution().lockTimeout()).isEqualTo("3s");
    }

    @Test
    void a_reading_run_names_the_one_that_it_settles() {
        var spec = create(aMigration(), observe(2, 1, "orders-1")).getSpec();
        assertThat(spec.operation()).isEqualTo(Operation.Observe);
        assertThat(spec.settlesRef()).isEqualTo(RunBuilder.ref("orders-1"));
    }

    /** Its name may have been given again: that run has other sessions and other terms. */
    @Test
    void a_reading_run_is_not_about_a_later_run_of_that_name() {
        var later = Situation.runOf(aMigration(), 1).uid("another").byPerson(Operation.Downgrade, "a1");
        var world = Situation.of(aMigration(), later).world();

        var spec = RunFactory.create(world, observe(2, 1, "orders-1")).getSpec();

        assertThat(spec.settlesRef()).isEqualTo(RunBuilder.ref("orders-1"));
        assertThat(spec.request()).isNull();
    }

    /** Otherwise what follows would not be counted as another attempt at the same. */
    @Test
    void a_reading_run_has_the_terms_of_the_one_that_it_settles() {
        var migration = aMigration().backup(Backups.when(BackupPolicy.Always)).rehearsal(RehearsalMode.Schema);
        var lost = Situation.runOf(migration, 1).build();
        var world = Situation.of(migration, Situation.runOf(migration, 1)).world();

        var spec = RunFactory.create(world, observe(2, 1, lost.getMetadata().getName()))
                .getSpec();

        assertThat(Wishes.sameTerms(migration.generation(9).build(), spec)).isTrue();
    }

    /** It says what it was, whatever the default becomes. */
    @Test
    void whether_it_rehearses_is_spelled_out() {
        assertThat(create(aMigration(), migrate(3, 1)).getSpec().rehearsal()).isEqualTo(RehearsalMode.Never);
        assertThat(create(aMigration().rehearsal(RehearsalMode.Schema), migrate(3, 1))
                        .getSpec()
                        .rehearsal())
                .isEqualTo(RehearsalMode.Schema);
    }

    @Test
    void a_reading_run_says_what_the_lost_one_was_to_rehearse_whatever_the_manifest_says_now() {
        var lost = Situation.runOf(aMigration().rehearsal(RehearsalMode.Schema), 1);
        var world = Situation.of(aMigration(), lost).world();

        assertThat(RunFactory.create(world, observe(2, 1, "orders-1")).getSpec().rehearsal())
                .isEqualTo(RehearsalMode.Schema);
    }

    @Test
    void copies_are_made_where_the_manifest_says() {
        var migration = aMigration().copies(new CopiesSpec(CopyPlace.SameServer, null));

        assertThat(create(migration, migrate(3, 1)).getSpec().copies())
                .isEqualTo(new CopiesSpec(CopyPlace.SameServer, null));
    }

    @Test
    void a_run_belongs_to_its_migration_and_goes_with_it() {
        var meta = create(aMigration(), migrate(3, 1)).getMetadata();
        assertThat(meta.getName()).isEqualTo("orders-3");
        assertThat(meta.getNamespace()).isEqualTo("shop");
        assertThat(meta.getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "stillhouse")
                .containsEntry("stillhouse.dev/migration", "orders");
        assertThat(meta.getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getApiVersion()).isEqualTo("stillhouse.dev/v1alpha1");
            assertThat(owner.getKind()).isEqualTo("DatabaseMigration");
            assertThat(owner.getUid()).isEqualTo("uid-of-orders");
            assertThat(owner.getController()).isTrue();
        });
    }

    @Test
    void the_same_decision_makes_the_same_run() {
        assertThat(create(aMigration(), migrate(1, 1))).isEqualTo(create(aMigration(), migrate(1, 1)));
    }

    /** Dots may stand anywhere in the name of a DatabaseMigration, also where a long one is cut. */
    @Test
    void a_name_is_one_that_kubernetes_takes_for_jobs_and_host_names() {
        var names = IntStream.rangeClosed(0, 2)
                .boxed()
                .flatMap(shift -> IntStream.rangeClosed(1, 250)
                        .mapToObj(length -> ("xyz".substring(shift) + "a.b".repeat(90)).substring(0, length))
                        .filter(name -> !name.endsWith(".")));
        assertThat(names)
                .map(name -> create(aMigration().named(name), migrate(12, 1))
                        .getMetadata()
                        .getName())
                .allSatisfy(name -> assertThat(name)
                        .hasSizeLessThanOrEqualTo(63)
                        .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"));
    }

    /** Its own controller watches only such runs for what they settle. */
    @Test
    void a_run_that_settles_another_one_has_a_label_for_that() {
        var world = Situation.of(aMigration(), Situation.runOf(aMigration(), 1).unknown())
                .world();
        assertThat(RunFactory.create(world, observe(2, 1, "orders-1"))
                        .getMetadata()
                        .getLabels())
                .containsEntry("stillhouse.dev/settles", "orders-1");
        assertThat(RunFactory.create(world, migrate(2, 1)).getMetadata().getLabels())
                .doesNotContainKey("stillhouse.dev/settles");
    }
}
