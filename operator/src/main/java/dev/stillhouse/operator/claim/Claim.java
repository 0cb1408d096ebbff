package dev.stillhouse.operator.claim;

import java.time.Instant;
import java.util.Optional;

/** Whose a namespace is, as far as we know. */
sealed interface Claim {
    /** How the Lease was seen last, if it is not ours. */
    Optional<Sighting> seen();

    /**
     * It is ours.
     *
     * @param since when that was last written
     * @param until the end of it, unless it is written again before
     */
    record Ours(Instant since, Instant until) implements Claim {
        @Override
        public Optional<Sighting> seen() {
            return Optional.empty();
        }
    }

    /**
     * It is another release's.
     *
     * @param holder which one
     * @param lookAgain when to look again
     */
    record Theirs(String holder, Sighting sighting, Instant lookAgain) implements Claim {
        @Override
        public Optional<Sighting> seen() {
            return Optional.of(sighting);
        }
    }

    /** It could not be found out. */
    record Unknown(Optional<Sighting> seen, Instant lookAgain) implements Claim {}

    /** The namespace is on its way out: nothing can be created in it any more, neither a claim nor a run. */
    record Leaving(Instant lookAgain) implements Claim {
        @Override
        public Optional<Sighting> seen() {
            return Optional.empty();
        }
    }
}
