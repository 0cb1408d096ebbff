package dev.stillhouse.runner.review;

import dev.stillhouse.runner.catalog.Questions;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.RowLosses;
import java.util.List;
import java.util.Set;

/**
 * What is found in a plan.
 *
 * @param findings what can be lost, in the order of the steps and their statements
 * @param losses the tables that the findings are about, and those by which other statements may set something off
 * @param rows which rows the findings are about
 * @param ending revisions that end their transaction by themselves, as an autocommit block does
 * @param questions what a catalog would have to tell for the plan to be judged better, whether or not the one at hand did
 */
public record Judgement(
        List<Finding> findings, Losses losses, RowLosses rows, Set<String> ending, Questions questions) {
    public Judgement {
        findings = List.copyOf(findings);
        ending = Set.copyOf(ending);
    }
}
