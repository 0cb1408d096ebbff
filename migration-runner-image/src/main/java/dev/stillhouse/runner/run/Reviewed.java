package dev.stillhouse.runner.run;

import dev.stillhouse.report.RunReport.Finding;
import java.util.List;

/**
 * What is known of a plan's steps before they may run.
 *
 * @param findings what data they can lose
 * @param empty whether the database holds nothing that could be lost
 * @param kept whether the plan was told with its SQL
 */
record Reviewed(List<Finding> findings, boolean empty, boolean kept) {
    static final Reviewed NOTHING = new Reviewed(List.of(), false, false);
}
