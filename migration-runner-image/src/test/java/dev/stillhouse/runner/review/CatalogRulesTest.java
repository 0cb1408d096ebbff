package dev.stillhouse.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.catalog.Catalog;
import dev.stillhouse.runner.catalog.CatalogReader;
import dev.stillhouse.runner.catalog.Questions;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.PythonEnvironment;
import dev.stillhouse.runner.sql.SqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the catalog of a real database says about a step. A case in {@code src/test/resources/review/catalog} is what makes the
 * database, then {@code -- step} and the SQL of a step, as often as there are steps, then a comment for each finding, as for
 * {@link RulesTest}. Each line is a statement of its own; empty lines part the cases. PostgreSQL has to accept all of it.
 */
class CatalogRulesTest {
    private static final Path CASES = PythonEnvironment.MODULE.resolve("src/test/resources/review/catalog");
    private static final SqlParser PARSER = new SqlParser();

    @TestFactory
    Stream<DynamicNode> rulesAskTheCatalog() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.sorted().toList().stream()
                    .map(file ->
                            DynamicContainer.dynamicContainer(file.getFileName().toString(), cases(file)));
        }
    }

    private static Stream<DynamicTest> cases(Path file) {
        try {
            return Stream.of(Files.readString(file).split("\n\n"))
                    .map(text -> DynamicTest.dynamicTest(text.replace('\n', ' '), () -> judges(text.strip())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void judges(String text) throws SQLException {
        List<String> parts = List.of(text.split("-- step\n"));
        Postgres.Database database = Postgres.create();
        parts.getFirst().lines().forEach(database::execute);
        List<RenderedStep> steps = new ArrayList<>();
        for (String part : parts.subList(1, parts.size())) {
            List<String> statements =
                    part.lines().filter(line -> !line.startsWith("-- ")).toList();
            steps.add(new RenderedStep("ae10", statements, null, List.of()));
        }

        assertThat(findings(database, steps))
                .isEqualTo(text.lines()
                        .filter(line -> line.startsWith("-- ") && !line.equals("-- step"))
                        .toList());
        try (var connection = database.connect("project")) {
            for (RenderedStep step : steps) {
                for (String statement : Objects.requireNonNull(step.statements())) {
                    Postgres.Database.execute(connection, statement);
                }
            }
        }
    }

    private static List<String> findings(Postgres.Database database, List<RenderedStep> steps) throws SQLException {
        DestructiveReview review = new DestructiveReview(PARSER);
        Questions questions = review.of(steps, Catalog.UNKNOWN).questions();
        try (var session = database.connectAsRunner("review")) {
            Catalog catalog = session.looking(null, Duration.ofSeconds(10))
                    .at(connection -> new CatalogReader(connection).read(questions));
            List<Finding> findings = review.of(steps, catalog).findings();
            return findings.isEmpty()
                    ? List.of("-- harmless")
                    : findings.stream()
                            .map(finding -> "-- " + finding.rule() + ": " + finding.message())
                            .toList();
        }
    }
}
