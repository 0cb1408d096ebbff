package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.RunOutcomes;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The runs that are over, to be told of what is left of them. An operator that starts is told of no run that has ended ({@link
 * NotEnded}), and the SDK passes over what happens to the Job or the pod of a resource that it was not told of.
 */
final class RunsOver {
    private final Cache<MigrationRun> runs;
    private final Supplier<EventHandler> events;

    RunsOver(Cache<MigrationRun> runs, Supplier<EventHandler> events) {
        this.runs = runs;
        this.events = events;
    }

    void tell(Set<ResourceID> ids) {
        ids.stream()
                .flatMap(id -> runs.get(id).stream()
                        .filter(RunOutcomes::isOver)
                        .map(run -> new ResourceEvent(ResourceAction.UPDATED, id, run)))
                .forEach(event -> events.get().handleEvent(event));
    }
}
