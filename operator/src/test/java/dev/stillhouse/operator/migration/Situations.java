package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every situation that the facts a decision looks at can be combined to, however unlikely. */
final class Situations {
    private static final List<UnaryOperator<MigrationBuilder>> CHANGES = List.of(
            same -> same,
            other -> other.target("base"),
            terms -> terms.approving("sha256:plan"),
            MigrationBuilder::suspended,
            both -> both.target("base").suspended());

    private static final List<UnaryOperator<RunBuilder>> KINDS = List.of(
            first -> first.attempt(1),
            last -> last.attempt(6),
            observing -> observing.settling("orders-1").saw(0, "c3"),
            behind -> behind.settling("orders-1").saw(2, "a1"),
            cancelled -> cancelled.cancelled("stop"),
            backup -> backup.operation(Operation.Backup),
            verified -> verified.verifying("orders-1-backup"),
            restored -> restored.restoring("orders-1-backup", RestoreMode.Swap),
            beside -> beside.restoring("orders-1-backup", RestoreMode.NewDatabase),
            rows -> rows.restoring("orders-1-backup", RestoreMode.Rows));

    private Situations() {}

    static Stream<Situation> all() {
        return CHANGES.stream()
                .flatMap(change -> Stream.concat(Stream.of(Situation.of(change.apply(aMigration()))), withRun(change))
                        .flatMap(Situations::withAndWithoutRival));
    }

    private static Stream<Situation> withRun(UnaryOperator<MigrationBuilder> change) {
        return KINDS.stream()
                .flatMap(kind -> phases().flatMap(phase -> Stream.of(Reason.values())
                                .map(reason -> kind.apply(Situation.runOf(aMigration(), 3)
                                        .now(phase.orElse(null), reason, "Words.")
                                        .endedAt(NOON.minusSeconds(20)))))
                        .map(run -> Situation.of(change.apply(aMigration()), run)));
    }

    private static Stream<Optional<RunPhase>> phases() {
        return Stream.concat(
                Stream.of(Optional.empty()), Stream.of(RunPhase.values()).map(Optional::of));
    }

    private static Stream<Situation> withAndWithoutRival(Situation situation) {
        var rival = aMigration().named("orders-copy").build();
        return Stream.of(situation, situation.withRival(rival));
    }
}
