package dev.stillhouse.runner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages. */
@AnalyzeClasses(packages = "dev.stillhouse.runner", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DECISIONS_READ_AND_WRITE_NOTHING = noClasses()
            .that()
            .resideInAnyPackage("..decide..", "..model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.net..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "java.sql..",
                    "java.time..",
                    "org.postgresql..",
                    "com.google.gson..");

    @ArchTest
    static final ArchRule DECISIONS_KNOW_NO_READERS_AND_WRITERS = noClasses()
            .that()
            .resideInAnyPackage("..decide..", "..model..", "..url..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..project..",
                    "..database..",
                    "..postgres..",
                    "..contents..",
                    "..fingerprint..",
                    "..backup..",
                    "..restore..",
                    "..output..",
                    "..run..",
                    "..json..",
                    "..contract..",
                    "..store..");

    @ArchTest
    static final ArchRule ONLY_THE_DATABASE_PACKAGE_KNOWS_THE_DRIVER = noClasses()
            .that()
            .resideOutsideOfPackage("..database..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.postgresql..");

    @ArchTest
    static final ArchRule ONLY_THE_JSON_PACKAGE_KNOWS_ITS_LIBRARY = noClasses()
            .that()
            .resideOutsideOfPackage("..json..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.gson..");

    @ArchTest
    static final ArchRule NOBODY_NEEDS_THE_COMMAND_LINE = noClasses()
            .that()
            .resideInAPackage("dev.stillhouse.runner.(*)..")
            .and()
            .resideOutsideOfPackage("..command..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..command..", "picocli..");

    @ArchTest
    static final ArchRule BACKUPS_KNOW_NO_RUN_AND_NO_PROJECT = noClasses()
            .that()
            .resideInAPackage("..backup..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..run..", "..project..", "..output..", "..contract..");

    @ArchTest
    static final ArchRule SAVED_ROWS_KNOW_NO_RUN_NO_PROJECT_AND_NO_DUMP = noClasses()
            .that()
            .resideInAPackage("..rows..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..backup..",
                    "..restore..",
                    "..contents..",
                    "..run..",
                    "..project..",
                    "..output..",
                    "..contract..");

    @ArchTest
    static final ArchRule RESTORES_KNOW_NO_RUN_AND_NO_PROJECT = noClasses()
            .that()
            .resideInAPackage("..restore..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..run..", "..project..", "..output..", "..contract..");

    @ArchTest
    static final ArchRule POSTGRES_KNOWS_NOTHING_OF_WHAT_IT_IS_USED_FOR = noClasses()
            .that()
            .resideInAPackage("..postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..backup..",
                    "..restore..",
                    "..contents..",
                    "..fingerprint..",
                    "..store..",
                    "..run..",
                    "..project..",
                    "..output..",
                    "..json..",
                    "..contract..");

    @ArchTest
    static final ArchRule WHAT_IS_COMPARED_KNOWS_NEITHER_BACKUPS_NOR_RESTORES = noClasses()
            .that()
            .resideInAnyPackage("..contents..", "..fingerprint..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..backup..",
                    "..restore..",
                    "..store..",
                    "..run..",
                    "..project..",
                    "..output..",
                    "..json..",
                    "..contract..");

    @ArchTest
    static final ArchRule ONLY_STORES_AND_TOKENS_KNOW_AWSS_SDK = noClasses()
            .that()
            .resideOutsideOfPackages("..store..", "..login..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule STORES_KNOW_NOTHING_OF_RUNS_AND_DATABASES = noClasses()
            .that()
            .resideInAPackage("..store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..project..",
                    "..database..",
                    "..postgres..",
                    "..contents..",
                    "..fingerprint..",
                    "..backup..",
                    "..restore..",
                    "..output..",
                    "..run..",
                    "..json..",
                    "..contract..");

    @ArchTest
    static final ArchRule ONLY_THE_SQL_PACKAGE_KNOWS_ITS_PARSER = noClasses()
            .that()
            .resideOutsideOfPackage("..sql..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.dylibso..");

    @ArchTest
    static final ArchRule THE_CATALOG_KNOWS_NOTHING_OF_WHAT_IT_IS_USED_FOR = noClasses()
            .that()
            .resideInAPackage("..catalog..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..review..",
                    "..decide..",
                    "..backup..",
                    "..restore..",
                    "..store..",
                    "dev.stillhouse.runner.sql..",
                    "..run..",
                    "..project..",
                    "..output..",
                    "..json..",
                    "..contract..");

    @ArchTest
    static final ArchRule RULES_AND_DECISIONS_ASK_NO_SERVER = noClasses()
            .that()
            .resideInAnyPackage("..review..", "..decide..", "..model..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.stillhouse.runner.catalog.CatalogReader");

    @ArchTest
    static final ArchRule RULES_KNOW_NOTHING_BUT_SYNTAX_TREES_AND_A_CATALOG = noClasses()
            .that()
            .resideInAPackage("..review..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..project..",
                    "..database..",
                    "..output..",
                    "..run..",
                    "..json..",
                    "..contract..",
                    "java.net..",
                    "java.nio.file..",
                    "java.sql..",
                    "java.time..");

    @ArchTest
    static final ArchRule ONLY_WHO_STARTS_A_RUN_KNOWS_WHAT_KIND_OF_PROJECT_IT_IS = noClasses()
            .that()
            .resideOutsideOfPackages("..project.alembic..", "..command..")
            .and()
            .doNotHaveFullyQualifiedName("dev.stillhouse.runner.run.Execution")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..project.alembic..");

    @ArchTest
    static final ArchRule PROJECTS_KNOW_NO_RUN_AND_NO_DATABASE = noClasses()
            .that()
            .resideInAPackage("..project..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..run..",
                    "..database..",
                    "..postgres..",
                    "..contents..",
                    "..fingerprint..",
                    "..backup..",
                    "..restore..",
                    "..store..",
                    "..review..",
                    "..output..",
                    "..contract..",
                    "java.sql..",
                    "org.postgresql..");

    @ArchTest
    static final ArchRule WHAT_IS_ASKED_OF_A_PROJECT_IS_NO_PROTOCOL = noClasses()
            .that()
            .resideInAPackage("dev.stillhouse.runner.project")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..json..", "java.nio..", "java.net..");

    @ArchTest
    static final ArchRule PHASES_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that()
            .implement("dev.stillhouse.runner.run.RunPhase")
            .should()
            .dependOnClassesThat()
            .implement("dev.stillhouse.runner.run.RunPhase");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.stillhouse.runner.(*)..").should().beFreeOfCycles();
}
