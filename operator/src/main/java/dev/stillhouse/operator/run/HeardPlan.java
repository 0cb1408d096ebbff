package dev.stillhouse.operator.run;

/** What is known of the whole plan of a run that is still to be kept. */
sealed interface HeardPlan {
    /** There is none to keep: it was not told so far, never will be, or is kept already. */
    record None() implements HeardPlan {}

    /** It was heard from its beginning to its end. */
    record Whole(WholePlan plan) implements HeardPlan {}

    /** The runner has ended, and its log is still being read. */
    record Awaited() implements HeardPlan {}

    /**
     * It was told, or may have been, and is not kept.
     *
     * @param why a sentence for a person
     */
    record Lost(String why) implements HeardPlan {}
}
