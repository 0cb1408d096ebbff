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
        return new ObservedStep(revision, List.of(statements), 0);
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
                        new ObservedStatement(
                                "CREATE INDEX …",
                                1,
                                false,
                                List.of(new Lock("ShareLock", ORDERS)),
                                List.of(),
                                List.of(ORDERS)))))
                .containsExactly(
                        new TableLock("public.orders", "SHARE", "b2", false, true),
                        lock(LINES, "ACCESS EXCLUSIVE", "b2"));
    }

    @Test
    void whatWasReadBeforeTheLockIsNot() {
        assertThat(TableLocks.of(step(
                        "b2",
                        new ObservedStatement("UPDATE …", 1, false, List.of(), List.of(), List.of(ORDERS)),
                        taking("AccessExclusiveLock", ORDERS))))
                .containsExactly(lock(ORDERS, "ACCESS EXCLUSIVE", "b2"));
    }

    @Test
    void whoWritesATableAnewWithoutATransactionHasLockedIt() {
        assertThat(TableLocks.of(step(
                        "b2",
                        new ObservedStatement("VACUUM FULL …", 1, true, List.of(), List.of(ORDERS), List.of(ORDERS)))))
                .containsExactly(new TableLock("public.orders", "ACCESS EXCLUSIVE", "b2", true, true));
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
