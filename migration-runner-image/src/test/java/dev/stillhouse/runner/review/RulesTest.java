package dev.stillhouse.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.catalog.Catalog;
import dev.stillhouse.runner.fixture.PythonEnvironment;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.TableLoss;
import dev.stillhouse.runner.sql.SqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each rule has a file of cases, {@code src/test/resources/review/<rule>.sql}. A case is the SQL of one step, then a comment
 * for each finding, {@code -- rule: message}, or {@code -- harmless}. Empty lines part the cases.
 */
class RulesTest {
    private static final Path CASES = PythonEnvironment.MODULE.resolve("src/test/resources/review");
    private static final Path PAGES = PythonEnvironment.MODULE.resolve("../docs/reference/rules");
    private static final SqlParser PARSER = new SqlParser();
    private static final Set<String> WITHOUT_SQL =
            Set.of(ReachesOutside.ID, UnforeseenStatement.ID, Unrenderable.ID, UnknownStatement.ID);

    @TestFactory
    Stream<DynamicNode> rulesJudgeTheirCases() {
        return Rules.ids().stream()
                .filter(id -> !WITHOUT_SQL.contains(id))
                .map(id -> DynamicContainer.dynamicContainer(id, cases(id)));
    }

    @TestFactory
    Stream<DynamicTest> whatIsHarmlessIsNotFound() {
        return cases("harmless");
    }

    @Test
    void sqlThatIsNotKnownIsDestructive() {
        var step = new RenderedStep("ae10", null, "it reads the table orders", List.of());

        assertThat(judged(List.of(step)))
                .containsExactly(new Finding(
                        "ae10",
                        "unrenderable",
                        "runs SQL that is not known before it runs: it reads the table orders",
                        null));
    }

    @Test
    void whatReachesOutsideIsNeverHarmless() {
        var step = new RenderedStep("ae10", null, "it connects to db:5432", List.of("connects to db:5432"));
        var found =
                List.of(new Finding("ae10", "reaches-outside", "connects to db:5432, outside of the migration", null));

        assertThat(judged(List.of(step))).isEqualTo(found);
        assertThat(DestructiveReview.reaching(List.of(step))).isEqualTo(found);
    }

    @Test
    void aFindingNamesItsRevisionAndItsStatement() {
        var steps = List.of(
                new RenderedStep("a", List.of("CREATE TABLE t (id int)"), null, List.of()),
                new RenderedStep(
                        "b", List.of("SELECT 1", "COMMENT ON TABLE ö IS 'ü'; DROP TABLE \"Ä\" ;"), null, List.of()));

        assertThat(judged(steps))
                .containsExactly(new Finding(
                        "b",
                        "drop-table",
                        "drops the table Ä with all its rows",
                        "DROP TABLE \"Ä\"",
                        new Losses.Known(List.of(new TableLoss(null, "Ä", TableLoss.By.DEFINITION))),
                        null));
    }

    @Test
    void eachRuleHasItsPageAndStandsInTheIndex() throws IOException {
        String index = Files.readString(PAGES.resolve("README.md"));

        assertThat(pages()).containsExactlyElementsOf(Rules.ids());
        for (String id : Rules.ids()) {
            assertThat(index).contains("[`" + id + "`](" + id + ".md)");
            assertThat(Files.readString(PAGES.resolve(id + ".md"))).startsWith("# `" + id + "`\n");
        }
    }

    private static List<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .map(name -> name.replace(".md", ""))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<DynamicTest> cases(String id) {
        return read(id).stream().map(text -> {
            List<String> expected =
                    text.lines().filter(line -> line.startsWith("-- ")).toList();
            List<String> statements =
                    text.lines().filter(line -> !line.startsWith("-- ")).toList();
            return DynamicTest.dynamicTest(
                    String.join(" ", statements),
                    () -> assertThat(findings(statements)).isEqualTo(expected));
        });
    }

    /** Each line is handed over as a text of its own, as the bridge does with what a revision executes. */
    private static List<String> findings(List<String> statements) {
        var findings = judged(List.of(new RenderedStep("ae10", statements, null, List.of())));
        return findings.isEmpty()
                ? List.of("-- harmless")
                : findings.stream()
                        .map(finding -> "-- " + finding.rule() + ": " + finding.message())
                        .toList();
    }

    private static List<Finding> judged(List<RenderedStep> steps) {
        return new DestructiveReview(PARSER).of(steps, Catalog.UNKNOWN).findings();
    }

    private static List<String> read(String id) {
        try {
            List<String> cases = new ArrayList<>(
                    List.of(Files.readString(CASES.resolve(id + ".sql")).split("\n\n")));
            assertThat(cases).isNotEmpty();
            return cases;
        } catch (IOException e) {
            throw new AssertionError("each rule needs a file of cases", e);
        }
    }
}
