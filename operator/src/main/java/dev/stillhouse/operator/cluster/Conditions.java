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
     * the same. All types are always present, so that "false" can be told from "not known yet".
     */
    public static List<Condition> of(
            Standing standing, @Nullable Long generation, @Nullable List<Condition> old, Instant now) {
        return Stream.of(ConditionType.values())
                .map(type -> condition(type, standing, generation, find(old, type), now))
                .toList();
    }

    public static Optional<Condition> find(@Nullable List<Condition> conditions, ConditionType type) {
        return Stream.ofNullable(conditions)
                .flatMap(List::stream)
                .filter(condition -> type.name().equals(condition.getType()))
                .findFirst();
    }

    /** Whether any condition has another status or reason than before; another message alone is no news. */
    public static boolean isNews(@Nullable List<Condition> old, @Nullable List<Condition> fresh) {
        return Stream.ofNullable(fresh)
                .flatMap(List::stream)
                .anyMatch(condition -> find(old, ConditionType.valueOf(condition.getType()))
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
                .withReason(standing.reason().name())
                .withMessage(standing.message())
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build();
    }

    /** A time as Kubernetes writes it: UTC, in whole seconds. */
    public static String timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
