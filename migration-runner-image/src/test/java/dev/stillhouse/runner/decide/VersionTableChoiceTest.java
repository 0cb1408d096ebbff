package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionTableChoiceTest {
    private static final List<String> NONE = List.of();
    private static final List<String> A1 = List.of("a1");
    private static final List<String> B2 = List.of("b2");

    private static Map<String, List<String>> tables(String schema, List<String> rows) {
        return new LinkedHashMap<>(Map.of(schema, rows));
    }

    private static Map<String, List<String>> tables(
            String first, List<String> rows, String second, List<String> others) {
        Map<String, List<String>> tables = tables(first, rows);
        tables.put(second, others);
        return tables;
    }

    @Test
    void isTheOnlyOne() {
        assertThat(VersionTableChoice.rows(tables("public", A1), A1, tables("public", B2)))
                .isEqualTo(B2);
        assertThat(VersionTableChoice.rows(Map.of(), NONE, tables("public", A1)))
                .isEqualTo(A1);
        assertThat(VersionTableChoice.rows(Map.of(), NONE, Map.of())).isEqualTo(NONE);
    }

    @Test
    void isTheOneThatSaidWhatTheProjectSaw() {
        assertThat(VersionTableChoice.rows(tables("public", B2, "tenant", A1), A1, tables("public", B2, "tenant", B2)))
                .isEqualTo(B2);
        assertThat(VersionTableChoice.rows(tables("public", B2, "tenant", A1), A1, tables("public", B2, "tenant", A1)))
                .isEqualTo(A1);
    }

    @Test
    void isTheNewOneIfTheProjectSawNone() {
        assertThat(VersionTableChoice.rows(tables("public", B2), NONE, tables("public", B2, "tenant", A1)))
                .isEqualTo(A1);
        assertThat(VersionTableChoice.rows(tables("public", B2), NONE, tables("public", B2)))
                .isEqualTo(NONE);
        assertThat(VersionTableChoice.rows(tables("public", NONE), NONE, tables("public", NONE, "tenant", A1)))
                .isEqualTo(A1);
    }

    @Test
    void isTheOneThatChangedIfTwoSaidTheSame() {
        assertThat(VersionTableChoice.rows(tables("public", A1, "tenant", A1), A1, tables("public", A1, "tenant", B2)))
                .isEqualTo(B2);
    }
}
