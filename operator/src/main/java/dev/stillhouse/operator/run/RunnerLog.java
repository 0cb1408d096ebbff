package dev.stillhouse.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stillhouse.report.PlanChunk;
import dev.stillhouse.report.Progress;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a runner has said on standard output so far. One thread reads the lines, others ask. */
final class RunnerLog {
    private final PlanAssembly assembly = new PlanAssembly();
    private final CompletableFuture<Optional<WholePlan>> read = new CompletableFuture<>();
    private volatile Optional<Progress> last = Optional.empty();
    private final AtomicBoolean news = new AtomicBoolean();
    private volatile boolean dropped;

    /** Takes a line; one that is none of the runner's is passed over. */
    void hear(String line) {
        try {
            var json = Serialization.jsonMapper().readTree(line);
            if (json != null && json.has(PlanChunk.FIELD)) {
                hearChunk(json.get(PlanChunk.FIELD));
            } else if (json != null && json.has("phase")) {
                last = Optional.of(Serialization.jsonMapper().treeToValue(json, Progress.class));
                news.set(true);
            }
        } catch (JsonProcessingException e) {
            // Not for us.
        }
    }

    private void hearChunk(JsonNode json) throws JsonProcessingException {
        if (!read.isDone()) {
            assembly.add(Serialization.jsonMapper().treeToValue(json, PlanChunk.class))
                    .ifPresent(plan -> {
                        read.complete(Optional.of(plan));
                        news.set(true);
                    });
        }
    }

    /** No line follows. */
    void end() {
        read.complete(Optional.empty());
    }

    /** The last word. */
    Optional<Progress> latest() {
        return last;
    }

    /** Whether something new was heard since this was asked last. */
    boolean hasNews() {
        return news.getAndSet(false);
    }

    /** The whole plan, once it was heard. */
    Optional<WholePlan> plan() {
        return dropped ? Optional.empty() : read.getNow(Optional.empty());
    }

    /** The whole plan; waits until it was heard, or the log has come to its end without it. */
    Optional<WholePlan> planWithin(Duration patience) {
        try {
            return dropped ? Optional.empty() : read.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The plan is of no use any more. */
    void dropPlan() {
        dropped = true;
        read.obtrudeValue(Optional.empty());
    }

    boolean isPlanDropped() {
        return dropped;
    }
}
