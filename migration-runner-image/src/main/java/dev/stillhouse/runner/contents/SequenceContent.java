package dev.stillhouse.runner.contents;

/**
 * Where a sequence stood before and after the dump. Sequences know no snapshot: pg_dump finds what they have when it comes
 * to them.
 *
 * @param cycles whether it begins again at its end
 */
public record SequenceContent(QualifiedName sequence, SequencePosition from, SequencePosition to, boolean cycles) {

    /** Whether a copy may stand there. */
    boolean admits(SequencePosition position) {
        if (cycles && !from.equals(to)) {
            return true;
        }
        SequencePosition low = from.compareTo(to) <= 0 ? from : to;
        SequencePosition high = from.compareTo(to) <= 0 ? to : from;
        return low.compareTo(position) <= 0 && position.compareTo(high) <= 0;
    }

    /** Seen again later. */
    SequenceContent until(SequencePosition later) {
        return new SequenceContent(sequence, from, later, cycles);
    }
}
