package dev.stillhouse.runner.review;

import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.RowLoss;
import dev.stillhouse.runner.model.RowLosses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What has been found of a plan so far. */
final class Found {
    private final List<Finding> findings = new ArrayList<>();
    private final List<Losses> setOff = new ArrayList<>();
    private final Set<String> ending = new HashSet<>();
    private final Set<String> managing = new LinkedHashSet<>();

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

    /** The step commits, or goes back, in its middle. */
    void managesTransactions(String revision) {
        managing.add(revision);
    }

    /** Of each finding, or of none. */
    RowLosses rows() {
        Set<RowLoss> rows = new LinkedHashSet<>();
        for (Finding finding : findings) {
            RowLoss row = finding.rows();
            if (row == null) {
                return new RowLosses.Unknown(finding.revision() + " " + finding.message()
                        + ", and which rows that is about cannot be asked beforehand");
            }
            if (managing.contains(finding.revision())) {
                return new RowLosses.Unknown(
                        finding.revision() + " begins, commits or goes back in transactions by itself");
            }
            rows.add(row);
        }
        return rows.isEmpty()
                ? new RowLosses.Unknown("nothing was found in the plan")
                : new RowLosses.Known(List.copyOf(rows));
    }
}
