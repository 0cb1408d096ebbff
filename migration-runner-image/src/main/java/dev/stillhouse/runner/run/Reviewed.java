package dev.stillhouse.runner.run;

import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.runner.model.RenderedPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a plan's steps before they may run.
 *
 * @param findings what data they can lose
 * @param empty whether the database holds nothing that could be lost
 * @param rendered the steps, and then the plan was told with their SQL; null if nobody had to look at them
 * @param judged whether it was asked what data they can lose
 */
record Reviewed(
        List<Finding> findings, boolean empty, @Nullable RenderedPlan rendered, boolean judged) {
    static final Reviewed NOTHING = new Reviewed(List.of(), false, null, false);

    Reviewed {
        findings = List.copyOf(findings);
    }

    /** Whether the steps run without a backup only because of what was seen of them. */
    boolean holds() {
        return judged && findings.isEmpty();
    }

    Reviewed with(Finding more) {
        List<Finding> all = new ArrayList<>(findings);
        all.add(more);
        return new Reviewed(all, empty, rendered, judged);
    }
}
