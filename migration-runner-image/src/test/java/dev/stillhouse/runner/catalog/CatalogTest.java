package dev.stillhouse.runner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What two looks show together. */
class CatalogTest {
    private static Relation table(Contents rows, Contents values) {
        Column column = new Column(new ColumnType("int4", List.of(), false), values);
        return new Relation(Relation.Kind.TABLE, Map.of("a", column), rows, false, false, false, false);
    }

    private static Catalog of(Relation... tables) {
        return new Catalog(Map.of("t", List.of(tables)), Contents.UNKNOWN);
    }

    @Test
    void whatCouldNotBeLookedAtIsAsItWas() {
        Catalog earlier = of(table(Contents.SOMETHING, Contents.NOTHING));

        assertThat(Catalog.UNKNOWN.filledFrom(earlier)).isEqualTo(earlier);
        assertThat(of(table(Contents.UNKNOWN, Contents.UNKNOWN)).filledFrom(earlier))
                .isEqualTo(earlier);
    }

    @Test
    void whatWasLookedAtIsAsItIs() {
        Catalog now = of(table(Contents.SOMETHING, Contents.SOMETHING));

        assertThat(now.filledFrom(of(table(Contents.NOTHING, Contents.NOTHING))))
                .isEqualTo(now);
        assertThat(of().filledFrom(now)).isEqualTo(of());
    }

    @Test
    void anotherTableOfTheNameMakesTheEarlierLookWorthless() {
        Relation unknown = table(Contents.UNKNOWN, Contents.UNKNOWN);
        Catalog now = of(unknown, unknown);

        assertThat(now.filledFrom(of(table(Contents.NOTHING, Contents.NOTHING))))
                .isEqualTo(now);
    }

    @Test
    void whetherThereIsAnythingIsAsItWasIfNobodyLooked() {
        Catalog nothing = new Catalog(Map.of(), Contents.NOTHING);

        assertThat(Catalog.UNKNOWN.filledFrom(nothing)).isEqualTo(nothing);
        assertThat(new Catalog(Map.of(), Contents.SOMETHING).filledFrom(nothing).contents())
                .isEqualTo(Contents.SOMETHING);
    }
}
