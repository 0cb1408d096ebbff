package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Git revert: the manifest names an older image, which does not know where the database is. */
@ExtendWith(TestCluster.class)
class RevertIT {
    private static final String HEAD = "cabcdc8a32dd";
    private static final String HEAD_OF_OLDER = "290121dd82a4";

    private final Stillhouse stillhouse;

    RevertIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
    }

    @Test
    void the_newer_image_goes_down_to_what_the_older_one_knows() {
        var tasks = stillhouse.migration("reverted", "tasks");
        tasks.apply().awaitReady();
        assertThat(tasks.status().appliedWith().revisions()).containsExactly(HEAD);

        tasks.with("downgrade: RequireApproval")
                .with(stillhouse.project("broken.older", ""))
                .apply()
                .awaitCondition("AwaitingApproval", Reason.ApprovalRequired);

        var waiting = tasks.newestRun();
        assertThat(waiting.getSpec().downToKnown()).contains(HEAD_OF_OLDER);
        assertThat(waiting.getStatus().plan().steps()).containsExactly(HEAD, "d50b690de6f9");
        assertThat(tasks.status().revision()).isEqualTo(HEAD);

        tasks.with("approvals: [\"" + waiting.getStatus().plan().digest() + "\"]")
                .apply()
                .awaitReady();

        assertThat(tasks.status().revision()).isEqualTo(HEAD_OF_OLDER);
        assertThat(tasks.newestRun().getStatus().reason()).isEqualTo(Reason.UpToDate);
        assertThat(stillhouse.sql("reverted", "SELECT to_regclass('tags') IS NULL"))
                .isEqualTo("t");
    }

    @Test
    void without_an_image_that_knows_the_way_it_says_so() {
        var tasks = stillhouse.migration("nobody-knows", "tasks");
        tasks.apply().awaitReady();
        // With its runs: the garbage collector takes its time, and the next one's runs have the same names.
        tasks.removeTraces();

        stillhouse
                .manifest("nobody-knows", "nobody-knows", "broken.older")
                .apply()
                .awaitCondition("Stalled", Reason.UnknownRevision);

        assertThat(tasks.condition("Stalled"))
                .hasValueSatisfying(stalled -> assertThat(stalled.getMessage()).contains("No image is known"));
        assertThat(tasks.status().revision()).isEqualTo(HEAD);
    }
}
