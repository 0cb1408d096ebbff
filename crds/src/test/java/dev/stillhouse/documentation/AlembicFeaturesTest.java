package dev.stillhouse.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each row of the table of Alembic's features names tests that exist. */
class AlembicFeaturesTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "alembic-features.md");
    private static final Pattern LINK = Pattern.compile("\\[`(\\w+)`]\\(([^)]+)\\)");
    private static final String HEADER = "| Alembic | Here | Shown by |";

    @Test
    void every_feature_is_shown_by_a_test() throws IOException {
        assertThat(rows())
                .hasSizeGreaterThan(40)
                .allSatisfy(row ->
                        assertThat(LINK.matcher(lastColumn(row)).find()).as(row).isTrue());
    }

    @Test
    void every_test_that_is_named_exists() throws IOException {
        for (var row : rows()) {
            for (var link : LINK.matcher(row).results().toList()) {
                assertThat(PAGE.resolveSibling(link.group(2)))
                        .as(row)
                        .content()
                        .containsPattern("(?m)^ *(def|void) " + link.group(1) + "\\(");
            }
        }
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.equals(HEADER))
                .toList();
    }

    private static String lastColumn(String row) {
        var columns = row.split(" \\| ");
        return columns[columns.length - 1];
    }
}
