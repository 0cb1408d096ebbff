package dev.stillhouse.runner.run;

import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.RenderedPlan;
import dev.stillhouse.runner.model.RowLoss;
import dev.stillhouse.runner.model.RowLosses;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a plan's steps before they may run.
 *
 * @param judged what data they can lose, and from which tables
 * @param empty whether the database holds nothing that could be lost
 * @param rendered the steps, and then the plan was told with their SQL; null if nobody had to look at them
 * @param asked whether it was asked what data they can lose
 * @param saving the statements whose rows are saved right before them, in place of a backup beforehand; null if there is none
 *     of that kind
 * @param partly whether there is a backup of what they were found to lose, and of nothing else
 */
record Reviewed(
        Judged judged,
        boolean empty,
        @Nullable RenderedPlan rendered,
        boolean asked,
        @Nullable List<RowLoss> saving,
        boolean partly) {
    static final Reviewed NOTHING = unseen(false);

    /** Nobody had to look. */
    static Reviewed unseen(boolean empty) {
        return new Reviewed(Judged.NOTHING, empty, null, false, null, false);
    }

    List<Finding> findings() {
        return judged.findings();
    }

    RowLosses rows() {
        return judged.rows();
    }

    Losses losses() {
        return judged.losses();
    }

    /** Whether the steps run without a backup, or with one of some tables, only because of what was seen of them. */
    boolean holds() {
        return asked && (partly || saving != null || findings().isEmpty());
    }

    /** The same after a backup of some tables. */
    Reviewed backedUpPartly() {
        return new Reviewed(judged, empty, rendered, asked, saving, true);
    }

    /** The same, with the rows of these statements to be saved. */
    Reviewed saving(List<RowLoss> statements) {
        return new Reviewed(judged, empty, rendered, asked, List.copyOf(statements), partly);
    }

    /** The same with one that came out later. */
    Reviewed with(dev.stillhouse.runner.review.Finding more) {
        return new Reviewed(judged.with(more), empty, rendered, asked, null, partly);
    }
}
