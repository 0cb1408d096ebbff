package dev.stillhouse.runner.review;

import dev.stillhouse.runner.model.Losses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What has been found of a plan so far. */
final class Found {
    private final List<Finding> findings = new ArrayList<>();
    private final List<Losses> setOff = new ArrayList<>();
    private final Set<String> ending = new HashSet<>();

    void add(Finding finding) {
        findings.add(finding);
    }

    void add(List<Finding> more) {
        findings.addAll(more);
    }

    /** What a statement may set off, with or without a finding. */
    void setsOff(Losses losses) {
        setOff.add(losses);
    }

    /** The revision ends its transaction by itself. */
    void ends(String revision) {
        ending.add(revision);
    }

    Set<String> ending() {
        return ending;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Of the findings first: they say best why it can be any table. */
    Losses losses() {
        List<Losses> all = new ArrayList<>();
        findings.forEach(finding -> all.add(finding.losses()));
        all.addAll(setOff);
        return Losses.all(all);
    }
}
