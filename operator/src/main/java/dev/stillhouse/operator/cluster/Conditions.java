package dev.stillhouse.operator.cluster;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Conditions as Kubernetes' API conventions want them. */
public final class Conditions {
    private Conditions() {}

    /**
     * The conditions that say a standing. A condition's transition time is kept from {@code old} while its status stays
     * the same. All types are always present, so that "false" can be told from "not known yet". The message stands in
     * what is true; a false Ready has its reason too, as it is what people look at first.
     */
    public static List<Condition> of(
            Standing standing, @Nullable Long generation, @Nullable List<Condition> old, Instant now) {
        return Stream.of(ConditionType.values())
                .map(type -> condition(type, standing, generation, find(old, type), now))
                .toList();
    }

    /**
     * The same truths as before, while the operator itself is hindered: that it tries again is said in Reconciling, and what
     * was known of the resource stays known.
     */
    public static List<Condition> hindered(
            Standing hindered, @Nullable Long generation, @Nullable List<Condition> old, Instant now) {
        var fresh = of(hindered, generation, old, now);
        return old == null
                ? fresh
                : fresh.stream()
                        .map(condition -> ConditionType.Reconciling.name().equals(condition.getType())
                                ? condition
                                : find(old, ConditionType.valueOf(condition.getType()))
                                        .orElse(condition))
                        .toList();
    }

    public static Optional<Condition> find(@Nullable List<Condition> conditions, ConditionType type) {
        return find(conditions, type.name());
    }

    private static Optional<Condition> find(@Nullable List<Condition> conditions, String type) {
        return Stream.ofNullable(conditions)
                .flatMap(List::stream)
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    /** Whether any condition has another status or reason than before; another message alone is no news. */
    public static boolean isNews(@Nullable List<Condition> old, @Nullable List<Condition> fresh) {
        return Stream.ofNullable(fresh)
                .flatMap(List::stream)
                .anyMatch(condition -> find(old, condition.getType())
                        .filter(before -> Objects.equals(before.getStatus(), condition.getStatus())
                                && Objects.equals(before.getReason(), condition.getReason()))
                        .isEmpty());
    }

    private static Condition condition(
            ConditionType type, Standing standing, @Nullable Long generation, Optional<Condition> old, Instant now) {
        var status = standing.truths().contains(type) ? "True" : "False";
        var since = old.filter(condition -> status.equals(condition.getStatus()))
                .map(Condition::getLastTransitionTime)
                .orElse(timestamp(now));
        return new ConditionBuilder()
                .withType(type.name())
                .withStatus(status)
                .withReason(reason(type, standing))
                .withMessage(message(type, standing))
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build();
    }

    private static String reason(ConditionType type, Standing standing) {
        var told = type == ConditionType.Ready || standing.truths().contains(type);
        return told ? standing.reason().name() : type.reasonIfFalse();
    }

    private static String message(ConditionType type, Standing standing) {
        if (standing.truths().contains(type)) {
            return standing.message();
        }
        return type == ConditionType.Ready
                ? standing.truths().stream()
                        .findFirst()
                        .map(truth -> type.messageIfFalse() + " See the condition " + truth + ".")
                        // Nothing is done on purpose, and no other condition says so.
                        .orElse(standing.message())
                : type.messageIfFalse();
    }

    /** A time as Kubernetes writes it: UTC, in whole seconds. */
    public static String timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
