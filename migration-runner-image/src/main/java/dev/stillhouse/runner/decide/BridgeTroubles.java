package dev.stillhouse.runner.decide;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport.Failure;
import dev.stillhouse.runner.model.Refusal;
import dev.stillhouse.runner.model.Trouble;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a run's trouble of what the bridge could not do. */
public final class BridgeTroubles {
    private BridgeTroubles() {}

    public static Trouble trouble(Refusal refusal) {
        Optional<Reason> told = reason(refusal.reason());
        if (told.isEmpty()) {
            return new Trouble(
                    Reason.ProtocolMismatch,
                    "The bridge gave the reason " + refusal.reason() + ", which this runner does not know: runner and"
                            + " bridge are of different versions. It said: " + refusal.message(),
                    failure(refusal));
        }
        Reason reason = SqlStates.running(told.get(), refusal.sqlState());
        String message = Objects.requireNonNullElse(refusal.message(), "The bridge gave no explanation.");
        return new Trouble(reason, advised(reason, message), failure(refusal));
    }

    private static String advised(Reason reason, String message) {
        return switch (reason) {
            case TransactionConflict ->
                message + " The server ended the transaction to resolve a conflict with another"
                        + " session; trying again usually helps.";
            case Cancelled -> message + " It was cancelled by somebody else, not by this run.";
            default -> message;
        };
    }

    private static Optional<Reason> reason(@Nullable String word) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(word))
                .findFirst();
    }

    private static @Nullable Failure failure(Refusal refusal) {
        boolean empty = refusal.revision() == null
                && refusal.file() == null
                && refusal.line() == null
                && refusal.sqlState() == null
                && refusal.statement() == null
                && refusal.detail() == null;
        return empty
                ? null
                : new Failure(
                        refusal.revision(),
                        refusal.file(),
                        refusal.line(),
                        refusal.sqlState(),
                        refusal.statement(),
                        refusal.detail());
    }
}
