package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.postgres.ArchiveEntry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnerStagesTest {
    private static ArchiveEntry entry(String what) {
        return new ArchiveEntry(what, what.contains("DATA"), what);
    }

    private static List<String> stages(String... entries) {
        return OwnerStages.of(
                        Stream.of(entries).map(OwnerStagesTest::entry).toList(),
                        List.of("app", "provider", "the boss", "the app", "app of the boss"),
                        List.of("provider", "the boss"))
                .stages()
                .stream()
                .map(stage -> (stage.given() ? "given: " : "kept: ")
                        + String.join(
                                ", ",
                                stage.entries().stream().map(ArchiveEntry::line).toList()))
                .toList();
    }

    @Test
    void whatCannotBeGivenAwayIsRestoredWithoutItsOwner() {
        assertThat(stages(
                        "SCHEMA - provider provider",
                        "TABLE provider t provider",
                        "TABLE public a app",
                        "VIEW public v the boss",
                        "TABLE DATA public a app",
                        "TABLE DATA provider t provider",
                        "DEFAULT ACL provider DEFAULT PRIVILEGES FOR TABLES provider",
                        "INDEX public i app"))
                .containsExactly(
                        "kept: SCHEMA - provider provider, TABLE provider t provider",
                        "given: TABLE public a app",
                        "kept: VIEW public v the boss, TABLE DATA public a app, TABLE DATA provider t provider",
                        "given: INDEX public i app");
    }

    @Test
    void theOwnerIsTheLongestNameThatTheLineEndsWith() {
        assertThat(stages("TABLE public a app of the boss", "TABLE public b the app", "TABLE public c the boss"))
                .containsExactly(
                        "given: TABLE public a app of the boss, TABLE public b the app",
                        "kept: TABLE public c the boss");
    }

    @Test
    void whereAllCanBeGivenAwayItIsOneStep() {
        assertThat(stages("TABLE public a app", "TABLE DATA public a app", "INDEX public i app"))
                .hasSize(1);
    }
}
