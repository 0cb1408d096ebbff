package dev.stillhouse.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md, kept by a test. */
class ArchitectureTest {
    private static final JavaClasses STILLHOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.stillhouse");

    /** What reads, writes, measures time, or is called by the Operator SDK. Whatever is not named here does none of it. */
    private static final String EDGES =
            ".*(Reconciler|Observer|Actor|Metrics|Meters|EventRecorder|StatusWriter|StatusPatch|VeryObject|ProgressFollower|LogStream|LeaderElection"
                    + "|Beans|SteadyClock|Stopwatches|Claims|RunQueue|CachedRuns|RunJobs|RunPods|RunsOver|Rivals|Departures"
                    + "|MeaningfulUpdate|BeyondProgress|BeyondReadiness|NotEnded)(\\$.*)?";

    @Test
    void what_decides_and_what_makes_texts_and_objects_reads_and_writes_nothing() {
        noClasses()
                .that()
                .resideInAPackage("dev.stillhouse.operator..")
                .and()
                .haveNameNotMatching(EDGES)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(KubernetesClient.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Logger.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("io.javaoperatorsdk..")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(STILLHOUSE);
    }

    @Test
    void time_is_read_in_one_place() {
        noClasses()
                .that()
                .resideInAPackage("dev.stillhouse.operator..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(STILLHOUSE);
        noClasses()
                .that()
                .resideInAPackage("dev.stillhouse.operator..")
                .and()
                .doNotHaveSimpleName("Beans")
                .should()
                .callMethod(Clock.class, "systemUTC")
                .check(STILLHOUSE);
    }

    @Test
    void runs_and_migrations_meet_in_the_cluster_only() {
        noClasses()
                .that()
                .resideInAPackage("..operator.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..operator.run..",
                        "..operator.migration..",
                        "..operator.request..",
                        "..operator.backup..",
                        "..operator.pod..",
                        "..operator.metrics..")
                .check(STILLHOUSE);
        noClasses()
                .that()
                .resideInAnyPackage("..operator.run..", "..operator.request..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..operator.migration..")
                .check(STILLHOUSE);
        noClasses()
                .that()
                .resideInAnyPackage("..operator.migration..", "..operator.request..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..operator.run..")
                .check(STILLHOUSE);
    }

    @Test
    void backups_meet_runs_and_migrations_in_the_cluster_only() {
        noClasses()
                .that()
                .resideInAPackage("..operator.backup..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..operator.run..", "..operator.migration..")
                .check(STILLHOUSE);
        noClasses()
                .that()
                .resideInAnyPackage("..operator.run..", "..operator.migration..", "..operator.pod..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..operator.backup..")
                .check(STILLHOUSE);
    }

    @Test
    void pods_are_made_the_same_way_for_whatever_they_are() {
        noClasses()
                .that()
                .resideInAPackage("..operator.pod..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..operator.run..", "..operator.migration..", "..operator.metrics..")
                .check(STILLHOUSE);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.stillhouse.operator.(*)..")
                .should()
                .beFreeOfCycles()
                .check(STILLHOUSE);
    }

    @Test
    void what_runner_and_operator_say_to_each_other_knows_nothing_of_kubernetes() {
        noClasses()
                .that()
                .resideInAPackage("dev.stillhouse.report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..", "dev.stillhouse.api..")
                .check(STILLHOUSE);
    }

    @Test
    void nobody_reads_secrets() {
        noClasses()
                .that()
                .resideInAPackage("dev.stillhouse..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Secret.class)
                .check(STILLHOUSE);
    }

    @Test
    void only_what_acts_and_observes_talks_to_the_cluster() {
        noClasses()
                .that()
                .resideInAPackage("dev.stillhouse.operator..")
                .and()
                .haveNameNotMatching(
                        ".*(Actor|Observer|EventRecorder|StatusWriter|StatusPatch|VeryObject|ProgressFollower|LogStream|LeaderElection)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(KubernetesClient.class)
                .check(STILLHOUSE);
    }
}
