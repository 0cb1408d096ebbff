package dev.stillhouse.runner.model;

import java.util.List;
import java.util.Map;

/**
 * The steps of a plan as far as they can be known before they run.
 *
 * @param steps one for each step, in order
 * @param files what decides about the steps beside the revision files: the project's modules, and what the revisions read
 */
public record RenderedPlan(List<Rendering> steps, List<ProjectFile> files) {
    public RenderedPlan {
        steps = List.copyOf(steps);
        files = List.copyOf(files);
    }

    /**
     * The same with what steps have sent in a copy, where nothing else is known of them: to be read.
     *
     * @param sent by revision
     */
    public RenderedPlan with(Map<String, List<String>> sent) {
        return new RenderedPlan(
                steps.stream()
                        .map(step -> step instanceof Rendering.Unknown(String revision, String problem)
                                        && sent.containsKey(revision)
                                ? new Rendering.Captured(revision, sent.get(revision), problem)
                                : step)
                        .toList(),
                files);
    }

    /**
     * A file of the project.
     *
     * @param file relative to the project where it can be
     * @param digest SHA-256 of its content
     */
    public record ProjectFile(String file, String digest) {}
}
