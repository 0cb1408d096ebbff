package dev.stillhouse.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.report.PlanChunk;
import dev.stillhouse.report.Progress;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What a runner has said on standard output so far. Its lines may be read in several goes, which may overlap. */
final class RunnerLog {
    private final PlanAssembly assembly;
    private Optional<Progress> last = Optional.empty();
    private Instant lastTime = Instant.MIN;
    private boolean news;

    RunnerLog(PlanBudget budget) {
        assembly = new PlanAssembly(budget);
    }

    /**
     * Takes a line; one that is none of the runner's is passed over, and so is a word that is older than the last. Returns
     * whether the whole plan is there now.
     */
    synchronized boolean hear(String line) {
        try {
            var json = Serialization.jsonMapper().readTree(line);
            if (json != null && json.has(PlanChunk.FIELD)) {
                return assembly.add(Serialization.jsonMapper().treeToValue(json.get(PlanChunk.FIELD), PlanChunk.class));
            } else if (json != null && json.has("phase")) {
                hear(Serialization.jsonMapper().treeToValue(json, Progress.class));
            }
        } catch (JsonProcessingException | DateTimeParseException e) {
            // Not for us.
        }
        return false;
    }

    private void hear(Progress word) {
        var time = word.time() == null ? Instant.MIN : Instant.parse(word.time());
        if (!time.isBefore(lastTime) && !last.filter(word::equals).isPresent()) {
            last = Optional.of(word);
            lastTime = time;
            news = true;
        }
    }

    /** The last word. */
    synchronized Optional<Progress> latest() {
        return last;
    }

    /** From when on there may be lines that were not heard; empty if that is the beginning. */
    synchronized Optional<Instant> heardUntil() {
        return lastTime.equals(Instant.MIN) ? Optional.empty() : Optional.of(lastTime);
    }

    /** Whether the runner said that it is done: nothing follows. */
    synchronized boolean hasSaidGoodbye() {
        return last.filter(word -> word.report() != null).isPresent();
    }

    /** Whether a new word was heard since this was asked last. */
    synchronized boolean takeNews() {
        var was = news;
        news = false;
        return was;
    }

    synchronized boolean hasNews() {
        return news;
    }

    /** What was heard of the whole plan. */
    synchronized HeardPlan plan() {
        return assembly.heard();
    }

    /** Whether the plan, or a part of it, was passed over for lack of room. */
    synchronized boolean isPlanCrowdedOut() {
        return assembly.isCrowdedOut();
    }

    /** The plan will be heard elsewhere: what there is of it is given up. */
    synchronized void giveUpPieces() {
        assembly.giveUpPieces();
    }

    /** The plan is of no use any more. */
    synchronized void dropPlan() {
        assembly.drop();
    }

    synchronized boolean isPlanDropped() {
        return assembly.isDropped();
    }
}
