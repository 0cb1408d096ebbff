package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.fingerprint.CircumstanceDifference;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.Optional;

/**
 * What a comparison beside the contents has shown. Pure.
 *
 * @param differences none if it failed
 * @param failure why nothing could be compared
 */
record Compared(List<CircumstanceDifference> differences, Optional<Trouble> failure) {

    static Compared of(Result<List<CircumstanceDifference>> result) {
        return result.fold(
                differences -> new Compared(differences, Optional.empty()),
                trouble -> new Compared(List.of(), Optional.of(trouble)));
    }

    static Compared withNothing() {
        return new Compared(List.of(), Optional.empty());
    }
}
