package dev.stillhouse.runner.contents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnitsTest {
    private static Table table(long oid, String kind, @Nullable Long parent, boolean byHash, long bytes) {
        return new Table(
                oid,
                new QualifiedName("public", "t" + oid),
                kind,
                parent,
                byHash,
                true,
                false,
                List.of(new Column("a", Column.Form.PLAIN)),
                "",
                null,
                bytes,
                2 * bytes);
    }

    private static List<Long> units(Table... tables) {
        return Units.of(List.of(tables)).stream().map(Table::oid).toList();
    }

    @Test
    void theLargestComesFirst() {
        assertThat(units(table(1, "r", null, false, 5), table(2, "r", null, false, 9)))
                .containsExactly(2L, 1L);
    }

    @Test
    void partitionsAreReadInPlaceOfTheirTable() {
        assertThat(units(table(1, "p", null, false, 0), table(2, "r", 1L, false, 2), table(3, "r", 1L, false, 1)))
                .containsExactly(2L, 3L);
    }

    @Test
    void aTableThatIsPartitionedByHashIsReadAsAWhole() {
        assertThat(units(
                        table(1, "p", null, false, 0),
                        table(2, "p", 1L, true, 0),
                        table(3, "r", 2L, false, 3),
                        table(4, "r", 2L, false, 3),
                        table(5, "r", 1L, false, 4)))
                .containsExactly(2L, 5L);
    }

    @Test
    void aForeignPartitionIsNeverRead() {
        assertThat(units(table(1, "p", null, true, 0), table(2, "r", 1L, false, 2), table(3, "f", 1L, false, 0)))
                .containsExactly(2L);
    }
}
