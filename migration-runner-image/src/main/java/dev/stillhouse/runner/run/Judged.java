package dev.stillhouse.runner.run;

import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.catalog.Catalog;
import dev.stillhouse.runner.catalog.Questions;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.RowLosses;
import dev.stillhouse.runner.review.Finding;
import dev.stillhouse.runner.review.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What was found in a plan, and what that rests on.
 *
 * @param losses from which tables something is taken
 * @param rows from which rows of them
 * @param ending revisions that end their transaction by themselves
 * @param spared how many findings there would be more if nobody had looked at the database
 * @param questions what was looked for there
 * @param catalog what there was
 */
record Judged(
        List<RunReport.Finding> findings,
        Losses losses,
        RowLosses rows,
        Set<String> ending,
        int spared,
        Questions questions,
        Catalog catalog) {
    static final Judged NOTHING = unjudged(List.of());

    Judged {
        findings = List.copyOf(findings);
    }

    static Judged of(Judgement judgement, int spared, Questions questions, Catalog catalog) {
        return new Judged(
                told(judgement.findings()),
                judgement.losses(),
                judgement.rows(),
                judgement.ending(),
                spared,
                questions,
                catalog);
    }

    /** Nobody needed to look at the database. */
    static Judged onText(Judgement judgement) {
        return of(judgement, 0, Questions.NONE, Catalog.UNKNOWN);
    }

    /** Nobody asked what can be lost. */
    static Judged unjudged(List<Finding> found) {
        return new Judged(
                told(found),
                new Losses.Unknown("nobody looked at what the steps do"),
                new RowLosses.Unknown("nobody looked at what the steps do"),
                Set.of(),
                0,
                Questions.NONE,
                Catalog.UNKNOWN);
    }

    /** The same, of any table. */
    Judged losingAny(String why) {
        return new Judged(
                findings,
                new Losses.Unknown(why, losses.tables()),
                new RowLosses.Unknown(why),
                ending,
                spared,
                questions,
                catalog);
    }

    /** The same with one that came out later. */
    Judged with(Finding more) {
        List<RunReport.Finding> all = new ArrayList<>(findings);
        all.addAll(told(List.of(more)));
        return new Judged(
                all,
                Losses.all(List.of(losses, more.losses())),
                new RowLosses.Unknown(more.revision() + " " + more.message()),
                ending,
                spared,
                questions,
                catalog);
    }

    /** As a report has them. */
    static List<RunReport.Finding> told(List<Finding> found) {
        return found.stream()
                .map(one -> new RunReport.Finding(one.revision(), one.rule(), one.message()))
                .toList();
    }
}
