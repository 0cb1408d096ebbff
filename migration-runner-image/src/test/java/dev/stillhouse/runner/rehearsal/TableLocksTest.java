package dev.stillhouse.runner.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.RunReport.Rehearsal;
import dev.stillhouse.report.RunReport.TableLock;
import dev.stillhouse.runner.model.ObservedStatement;
import dev.stillhouse.runner.model.ObservedStatement.Lock;
import dev.stillhouse.runner.model.ObservedStatement.Table;
import dev.stillhouse.runner.model.ObservedStep;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableLocksTest {
    private static final Table ORDERS = new Table("public", "orders");
    private static final Table LINES = new Table("public", "lines");

    private static ObservedStep step(String revision, ObservedStatement... statements) {
        return new ObservedStep(revision, List.of(statements), 0, false);
    }

    private static ObservedStatement taking(String mode, Table table) {
        return new ObservedStatement("x", 1, false, List.of(new Lock(mode, table)), List.of(), List.of());
    }

    private static TableLock lock(Table table, String mode, String revision) {
        return new TableLock(table.toString(), mode, revision, false, false);
    }

    @Test
    void theStrongestOfEachTableIsTold() {
        assertThat(TableLocks.of(step(
                        "b2",
                        taking("ShareLock", ORDERS),
                        taking("AccessExclusiveLock", ORDERS),
                        taking("ShareRowExclusiveLock", LINES),
                        taking("ShareLock", LINES))))
                .containsExactly(lock(ORDERS, "ACCESS EXCLUSIVE", "b2"), lock(LINES, "SHARE ROW EXCLUSIVE", "b2"));
    }

    @Test
    void whatMakesNobodyWaitIsNot() {
        assertThat(TableLocks.of(step(
                        "b2",
                        taking("AccessShareLock", ORDERS),
                        taking("RowExclusiveLock", ORDERS),
                        taking("ShareUpdateExclusiveLock", ORDERS))))
                .isEmpty();
    }

    @Test
    void whatIsReadOrWrittenUnderOneIsWorse() {
        assertThat(TableLocks.of(step(
                        "b2",
                        taking("AccessExclusiveLock", LINES),
                        taking("ShareLock", ORDERS),
                        new ObservedStatement(
                                "y", 1, false, List.of(), List.of(), List.of(ORDERS, new Table("a", "b"))))))
                .containsExactly(
                        new TableLock("public.orders", "SHARE", "b2", false, true),
                        lock(LINES, "ACCESS EXCLUSIVE", "b2"));
        assertThat(TableLocks.of(step(
                        "b2",
                        new ObservedStatement(
                                "y",
                                1,
                                false,
                                List.of(new Lock("AccessExclusiveLock", ORDERS)),
                                List.of(ORDERS),
                                List.of()))))
                .containsExactly(new TableLock("public.orders", "ACCESS EXCLUSIVE", "b2", true, false));
    }

    @Test
    void ofAPlanTheFirstStepIsNamedThatTakesTheStrongest() {
        assertThat(TableLocks.worst(List.of(
                        step("b2", taking("ShareLock", ORDERS)),
                        step("c3", taking("AccessExclusiveLock", ORDERS)),
                        step("d4", taking("AccessExclusiveLock", ORDERS)))))
                .containsExactly(lock(ORDERS, "ACCESS EXCLUSIVE", "c3"));
    }

    @Test
    void ofManyTablesTheWorstAreTold() {
        ObservedStatement[] many = IntStream.range(0, 30)
                .mapToObj(number ->
                        taking(number == 17 ? "AccessExclusiveLock" : "ShareLock", new Table("public", "t" + number)))
                .toArray(ObservedStatement[]::new);

        assertThat(TableLocks.worst(List.of(step("b2", many))))
                .hasSize(Rehearsal.LOCKS)
                .first()
                .isEqualTo(lock(new Table("public", "t17"), "ACCESS EXCLUSIVE", "b2"));
    }
}
