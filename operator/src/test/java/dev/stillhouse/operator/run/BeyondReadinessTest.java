package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import org.junit.jupiter.api.Test;

class BeyondReadinessTest {
    private static boolean isNews(Job updated) {
        return new BeyondReadiness().accept(updated, aJob().build());
    }

    @Test
    void a_pod_that_is_ready_is_not() {
        var ready = new JobBuilder(aJob().build())
                .editStatus()
                .withActive(1)
                .withReady(1)
                .endStatus();
        assertThat(isNews(ready.build())).isFalse();
    }

    @Test
    void an_end_and_a_deletion_are() {
        assertThat(isNews(aJob().ended("Failed", "DeadlineExceeded").build())).isTrue();
        assertThat(isNews(aJob().beingDeleted().build())).isTrue();
    }
}
