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
                    "com.fasterxml..");

    @ArchTest
    static final ArchRule DECISIONS_KNOW_NO_READERS_AND_WRITERS = noClasses()
            .that()
            .resideInAnyPackage("..decide..", "..model..", "..url..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..bridge..", "..database..", "..output..", "..run..", "..json..", "..contract..");

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
            .resideInAPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.stillhouse.runner.(*)..").should().beFreeOfCycles();
}
