package dev.stillhouse.runner.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server of November 2026 notes in a column's options is no part of its definition; all else is. */
class AttributeVersionsTest {
    private static final String COLUMN = "ALTER TABLE ONLY \"public\".\"t\" ALTER COLUMN \"a\" SET (%s);\n";

    @Test
    void aStatementOfNothingElseGoes() {
        String table = "CREATE TABLE \"public\".\"t\" (\n    \"a\" integer\n);\n";

        assertThat(AttributeVersions.without(table + COLUMN.formatted("pg_attver=26462808")))
                .isEqualTo(table);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n_distinct=5, pg_attver=1 | n_distinct=5",
                "pg_attver=1, n_distinct=5 | n_distinct=5",
                "n_distinct=5, pg_attver=1, n_distinct_inherited=7 | n_distinct=5, n_distinct_inherited=7",
                "n_distinct=5 | n_distinct=5",
            })
    void whatAPersonHasSetStays(String options, String left) {
        assertThat(AttributeVersions.without(COLUMN.formatted(options))).isEqualTo(COLUMN.formatted(left));
    }

    @Test
    void aFileInAFormatThatIsNotKnownIsTold() {
        for (String odd : new String[] {"", "PGDMP", "PGDMP\1\17\0\4\10\5", "something else altogether"}) {
            assertThatThrownBy(() -> TocFile.rewritten(odd.getBytes(StandardCharsets.ISO_8859_1), text -> text))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("table of contents");
        }
    }
}
