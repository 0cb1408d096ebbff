package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.fingerprint.Fingerprint;
import dev.stillhouse.runner.model.ObservedStep;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened when a plan was tried: the schema after each leg, or why it did not come to its end.
 *
 * @param before the schema of the copy
 * @param back null if the first leg did not arrive
 * @param again null if the second did not, or not where it should have
 * @param steps what was seen of the steps on the first leg
 */
record Course(
        Fingerprint before,
        Result<Fingerprint> there,
        @Nullable Result<Fingerprint> back,
        @Nullable Result<Fingerprint> again,
        List<ObservedStep> steps) {

    /** Whether the project's process was lost on the way: nothing can be done with it then. */
    Optional<Trouble> lost() {
        return trouble().filter(trouble -> trouble.reason() == Reason.BridgeLost);
    }

    /** Why the last leg did not come to its end, if it did not. */
    Optional<Trouble> trouble() {
        return Stream.of(Optional.ofNullable(again), Optional.ofNullable(back), Optional.of(there))
                .flatMap(Optional::stream)
                .flatMap(leg -> leg instanceof Result.Failed<Fingerprint>(Trouble trouble)
                        ? Stream.of(trouble)
                        : Stream.empty())
                .findFirst();
    }
}
