package dev.stillhouse.runner.contents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.contents.TableGraph.Child;
import dev.stillhouse.runner.contents.TableGraph.Key;
import dev.stillhouse.runner.contents.TableGraph.Relation;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.TableLoss;
import dev.stillhouse.runner.model.TableLoss.By;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AffectedTablesTest {
    private final List<Relation> relations = new ArrayList<>();
    private final List<Child> children = new ArrayList<>();
    private final List<Key> keys = new ArrayList<>();

    private void relation(long oid, String name, String kind, int triggers, boolean rewritten) {
        relation(oid, name, kind, triggers, rewritten, false);
    }

    private void relation(long oid, String name, String kind, int triggers, boolean rewritten, boolean embedded) {
        int dot = name.indexOf('.');
        relations.add(new Relation(
                oid,
                new QualifiedName(name.substring(0, dot), name.substring(dot + 1)),
                kind,
                triggers,
                rewritten,
                embedded,
                null));
    }

    private void table(long oid, String name) {
        relation(oid, name, "r", 0, false);
    }

    private void key(long from, long to, String onDelete, String onUpdate) {
        keys.add(new Key(
                new QualifiedName("s", "t" + from), "k", "constraint k", from, to, onDelete, onUpdate, true, true));
    }

    private AffectedTables affected(By by, String... names) {
        return AffectedTables.of(
                new TableGraph(relations, children, keys),
                new Losses.Known(List.of(names).stream()
                        .map(name -> name.contains(".")
                                ? new TableLoss(name.split("[.]")[0], name.split("[.]")[1], by)
                                : new TableLoss(null, name, by))
                        .toList()));
    }

    private void assertAffected(By by, String name, Long... oids) {
        assertThat(affected(by, name)).isEqualTo(new AffectedTables.Known(Set.of(oids)));
    }

    private void assertAny(By by, String name, String why) {
        assertThat(affected(by, name))
                .isInstanceOfSatisfying(
                        AffectedTables.Unknown.class,
                        any -> assertThat(any.why()).contains(why));
    }

    @Test
    void aTableWithoutASchemaIsThatOfEachSchema() {
        table(1, "public.orders");
        table(2, "tenant.orders");
        table(3, "public.customers");

        assertAffected(By.DEFINITION, "orders", 1L, 2L);
        assertAffected(By.DEFINITION, "tenant.orders", 2L);
        assertAny(By.DEFINITION, "gone", "no table gone");
    }

    @Test
    void aNameThatIsAViewSomewhereCanMeanAnything() {
        table(1, "public.orders");
        relation(2, "tenant.orders", "v", 0, true);

        assertAny(By.DELETE, "orders", "orders is no table");
        assertAffected(By.DELETE, "public.orders", 1L);
    }

    @Test
    void heirsAndPartitionsGoWithIt() {
        relation(1, "s.events", "p", 0, false);
        table(2, "s.events_a");
        table(3, "s.events_b");
        table(4, "s.heir");
        children.addAll(List.of(new Child(1, 2, true), new Child(1, 3, true), new Child(3, 4, false)));

        assertAffected(By.DEFINITION, "events", 1L, 2L, 3L, 4L);
        assertAffected(By.DEFINITION, "events_a", 2L);
    }

    @Test
    void foreignKeysCarryWhatTheyAreMadeFor() {
        table(1, "s.a");
        table(2, "s.cascade");
        table(3, "s.set_null");
        table(4, "s.on_update");
        table(5, "s.refuses");
        table(6, "s.behind_cascade");
        table(7, "s.behind_set_null");
        key(2, 1, "c", "a");
        key(3, 1, "n", "a");
        key(4, 1, "a", "c");
        key(5, 1, "r", "a");
        key(6, 2, "c", "a");
        key(7, 3, "c", "a");

        assertAffected(By.DEFINITION, "a", 1L);
        assertAffected(By.DELETE, "a", 1L, 2L, 3L, 6L);
        assertAffected(By.UPDATE, "a", 1L, 4L);
        assertAffected(By.TRUNCATE, "a", 1L);
        assertAffected(By.TRUNCATE_CASCADE, "a", 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void anUpdateMayMoveARowBetweenPartitionsWhichDeletesIt() {
        relation(1, "s.events", "p", 0, false);
        table(2, "s.events_a");
        table(3, "s.to_a_partition");
        table(4, "s.to_all");
        table(5, "s.behind");
        children.add(new Child(1, 2, true));
        key(3, 2, "c", "a");
        key(4, 1, "n", "a");
        key(4, 2, "n", "a");
        key(5, 3, "c", "a");

        assertAffected(By.UPDATE, "events", 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void whatAnInsertSetsOffCanDoAnythingButItsTableLosesNothing() {
        table(1, "s.plain");
        relation(2, "s.triggered", "r", TableGraph.ON_INSERT, false);
        relation(3, "s.ruled", "r", 0, true);
        relation(4, "s.view", "v", 0, true);
        relation(5, "s.events", "p", 0, false);
        relation(6, "s.events_a", "r", TableGraph.ON_INSERT, false);
        relation(7, "s.on_update", "r", TableGraph.ON_UPDATE, false);
        table(8, "s.parent");
        relation(9, "s.heir", "r", TableGraph.ON_INSERT, false);
        children.addAll(List.of(new Child(5, 6, true), new Child(8, 9, false)));
        key(1, 7, "c", "c");

        assertAffected(By.INSERT, "plain");
        assertAffected(By.INSERT, "on_update");
        assertAffected(By.INSERT, "parent");
        assertAffected(By.INSERT, "made_by_the_plan");
        assertAny(By.INSERT, "triggered", "a trigger of s.triggered");
        assertAny(By.INSERT, "ruled", "a rule of s.ruled");
        assertAny(By.INSERT, "view", "view is no table");
        assertAny(By.INSERT, "events", "a trigger of s.events_a");
        assertThat(AffectedTables.of(
                        new TableGraph(relations, children, keys),
                        new Losses.Known(List.of(
                                new TableLoss(null, "parent", By.INSERT), new TableLoss(null, "parent", By.DELETE)))))
                .isEqualTo(new AffectedTables.Known(Set.of(8L, 9L)));
    }

    @Test
    void ofATableWhoseRowsAreValuesElsewhereNoNewDefinitionIsWithoutOtherTables() {
        relation(1, "s.address", "r", 0, false, true);
        table(2, "s.parent");
        children.add(new Child(2, 1, false));

        assertAny(By.DEFINITION, "address", "can hold rows of s.address");
        assertAny(By.DEFINITION, "parent", "can hold rows of s.address");
        assertAffected(By.DELETE, "address", 1L);
        assertAffected(By.TRUNCATE, "address", 1L);
    }

    @Test
    void foreignKeysInACircleEnd() {
        table(1, "s.a");
        table(2, "s.b");
        key(1, 2, "c", "c");
        key(2, 1, "c", "c");

        assertAffected(By.DELETE, "a", 1L, 2L);
    }

    @Test
    void aTriggerThatFiresCanDoAnything() {
        relation(1, "s.a", "r", TableGraph.ON_UPDATE, false);
        relation(2, "s.b", "r", TableGraph.ON_DELETE, false);
        table(3, "s.c");
        key(2, 3, "c", "a");

        assertAffected(By.DEFINITION, "a", 1L);
        assertAffected(By.DELETE, "a", 1L);
        assertAny(By.UPDATE, "a", "a trigger of s.a");
        assertAny(By.DELETE, "c", "a trigger of s.b");
        assertAny(By.UPDATE, "b", "a trigger of s.b");
    }

    @Test
    void aRuleAndAnotherServerToo() {
        relation(1, "s.a", "r", 0, true);
        relation(2, "s.p", "p", 0, false);
        relation(3, "s.elsewhere", "f", 0, false);
        children.add(new Child(2, 3, true));

        assertAny(By.DELETE, "a", "a rule of s.a");
        assertAffected(By.DEFINITION, "a", 1L);
        assertAny(By.DEFINITION, "p", "another server");
    }
}
