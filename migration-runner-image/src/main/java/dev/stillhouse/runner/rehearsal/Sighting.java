package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.runner.model.ObservedStep;
import dev.stillhouse.runner.project.ProjectEvent;
import dev.stillhouse.runner.project.ProjectListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is seen of a plan's steps on one leg. */
final class Sighting implements ProjectListener {
    private final Map<String, ObservedStep> steps = new LinkedHashMap<>();
    private final Set<String> partly = new HashSet<>();

    @Override
    public void event(ProjectEvent event) {
        switch (event) {
            case ProjectEvent.StepObserved(int index, ObservedStep step) -> {
                if (index == 1) {
                    // An env.py that tries again after a failure begins anew.
                    steps.clear();
                }
                steps.put(step.revision(), step);
            }
            case ProjectEvent.CommitsUnseen unseen -> partly.add(unseen.revision());
            default -> {}
        }
    }

    List<ObservedStep> steps() {
        return new ArrayList<>(steps.values());
    }

    /**
     * What the steps have sent of which all was seen, as far as it is the same each time, and so also on another leg that was gone:
     * an approval could never hold for something else.
     */
    Map<String, List<String>> sentAlsoIn(Sighting other) {
        return steps.values().stream()
                .filter(step -> step.leftOut() == 0 && !step.varies() && !partly.contains(step.revision()))
                .filter(step -> Optional.ofNullable(other.steps.get(step.revision()))
                        .filter(again -> !again.sent().equals(step.sent()))
                        .isEmpty())
                .collect(Collectors.toMap(ObservedStep::revision, ObservedStep::sent));
    }
}
