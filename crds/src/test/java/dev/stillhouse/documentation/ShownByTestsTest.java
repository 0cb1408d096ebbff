package dev.stillhouse.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of the tables whose last column is "Shown by" names tests that exist. */
class ShownByTestsTest {
    private static final Path PAGES = Path.of("..", "docs", "reference");
    private static final Pattern LINK = Pattern.compile("\\[`(\\w+)`]\\(([^)]+)\\)");

    @ParameterizedTest
    @CsvSource({"alembic-features.md, 40", "tried.md, 15"})
    void every_row_is_shown_by_tests_that_exist(String page, int atLeast) throws IOException {
        assertThat(rows(page)).hasSizeGreaterThan(atLeast).allSatisfy(row -> {
            assertThat(LINK.matcher(lastColumn(row)).find()).as(row).isTrue();
            for (var link : LINK.matcher(row).results().toList()) {
                assertThat(PAGES.resolve(link.group(2)))
                        .as(row)
                        .content()
                        .containsPattern("(?m)^ *(def|void) " + link.group(1) + "\\(");
            }
        });
    }

    private static List<String> rows(String page) throws IOException {
        return Files.readAllLines(PAGES.resolve(page)).stream()
                .filter(line -> line.startsWith("| ") && !line.endsWith(" Shown by |"))
                .toList();
    }

    private static String lastColumn(String row) {
        var columns = row.split(" \\| ");
        return columns[columns.length - 1];
    }
}
