package dev.stillhouse.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

class StandingTest {
    @Test
    void what_goes_as_it_should_is_no_trouble() {
        assertThat(Standing.ready(Reason.Upgraded, "At c3.").isTrouble()).isFalse();
        assertThat(Standing.reconciling(Reason.Starting, "Soon.").isTrouble()).isFalse();
        assertThat(Standing.reconciling(Reason.Running, "Step 1.").isTrouble()).isFalse();
        assertThat(Standing.awaitingApproval("Approve.").isTrouble()).isFalse();
        assertThat(Standing.idle(Reason.Suspended, "Suspended.").isTrouble()).isFalse();
    }

    @Test
    void what_a_person_should_hear_of_is() {
        assertThat(Standing.stalled(Reason.StatementFailed, "No.").isTrouble()).isTrue();
        assertThat(Standing.reconciling(Reason.ImagePullFailed, "No.").isTrouble())
                .isTrue();
        assertThat(Standing.reconciling(Reason.LockTimeout, "Again.").isTrouble())
                .isTrue();
    }

    @Test
    void people_are_told_what_to_do_where_the_definitions_may_be_of_another_version() {
        assertThat(Standing.hindered(new KubernetesClientException("status.phase: Unsupported value", 422, null))
                        .message())
                .contains("Unsupported value", "(CRDs)", "apply them");
        assertThat(Standing.hindered(new KubernetesClientException("etcd is slow", 500, null))
                        .message())
                .doesNotContain("CRD");
    }
}
