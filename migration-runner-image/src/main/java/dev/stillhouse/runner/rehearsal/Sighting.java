package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.runner.model.ObservedStep;
import dev.stillhouse.runner.project.ProjectEvent;
import dev.stillhouse.runner.project.ProjectListener;
import java.util.ArrayList;
import java.util.List;

/** What is seen of a plan's steps on the way there. */
final class Sighting implements ProjectListener {
    private final List<ObservedStep> steps = new ArrayList<>();

    @Override
    public void event(ProjectEvent event) {
        if (event instanceof ProjectEvent.StepObserved(int index, ObservedStep step)) {
            if (index == 1) {
                // An env.py that tries again after a failure begins anew.
                steps.clear();
            }
            steps.add(step);
        }
    }

    /** As far as it came: the last one may not have come to its end. */
    List<ObservedStep> steps() {
        return List.copyOf(steps);
    }
}
