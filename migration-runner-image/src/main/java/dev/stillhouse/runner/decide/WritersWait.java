package dev.stillhouse.runner.decide;

import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * During which steps those have to wait who write to what a plan takes something from, so that nothing is between its backup and
 * the steps. Their locks last as long as a transaction, so it must be one from the first of these steps to the last.
 */
public sealed interface WritersWait {

    /** Nobody has to: the backup comes before the plan is begun. */
    record Nobody() implements WritersWait {}

    /**
     * From the start of one step to the end of another; the backup is taken at that start.
     *
     * @param first its number
     * @param last its number
     */
    record During(int first, int last) implements WritersWait {}

    /** They were to wait, and cannot. */
    record Impossible(Trouble trouble) implements WritersWait {}

    /**
     * Decides about a plan that needs a backup.
     *
     * @param findings what it can lose
     * @param losses from which tables
     * @param ending revisions that end their transaction by themselves
     */
    static WritersWait decide(
            BackupNeed.Needed needed, Plan plan, List<Finding> findings, Losses losses, Set<String> ending) {
        if (needed.backup().writers() == BackupWriters.Continue || findings.isEmpty()) {
            return new Nobody();
        }
        if (losses instanceof Losses.Unknown unknown) {
            return anyTable(unknown.why());
        }
        List<Integer> losing = IntStream.rangeClosed(1, plan.steps().size())
                .filter(step ->
                        findings.stream().anyMatch(finding -> finding.revision().equals(revision(plan, step))))
                .boxed()
                .toList();
        if (losing.isEmpty()) {
            return anyTable("what was found is of no step of the plan");
        }
        // An earlier step of the same transaction may lock a table against pg_dump.
        int first = plan.transactionPerMigration() ? losing.getFirst() : 1;
        int last = losing.getLast();
        if (plan.transactionPerMigration() && first < last) {
            return impossible(
                    revision(plan, first) + " and " + revision(plan, last)
                            + " take something, and each is a transaction of its own (transaction_per_migration)",
                    "Go to " + revision(plan, first) + " first (spec.target), and then on");
        }
        return ending(plan, first, last, ending)
                .<WritersWait>map(revision -> impossible(
                        revision + " ends its transaction by itself, as an autocommit block does, and with it the lock"
                                + " under which they would wait",
                        "Let what takes data be a revision of its own, and go there alone"))
                .orElseGet(() -> new During(first, last));
    }

    /**
     * The plan can take something from any table.
     *
     * @param why a clause
     */
    static Impossible anyTable(String why) {
        return impossible(
                "it can be any table that loses something: " + why,
                "Let what takes data be a revision of its own that names its tables");
    }

    private static Optional<String> ending(Plan plan, int first, int last, Set<String> ending) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(step -> revision(plan, step))
                .filter(ending::contains)
                .findFirst();
    }

    private static String revision(Plan plan, int step) {
        return plan.steps().get(step - 1).revision();
    }

    private static Impossible impossible(String why, String advice) {
        return new Impossible(new Trouble(
                Reason.WritersCannotWait,
                "Writers were to wait from the backup to the step (spec.backup.writers), and cannot: " + why
                        + ". Nothing was taken from any table. " + advice
                        + ", or stop the writers yourself and set spec.backup.writers to Continue for this plan."));
    }
}
