package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillhouse.operator.fixture.RunnerConfig;
import dev.stillhouse.operator.run.RunDecision.Launch;
import dev.stillhouse.operator.run.RunDecision.Pend;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kubernetes refuses about a Job is told in the run's status; a server that fails is asked again. */
@EnableKubernetesMockClient
class RefusedJobTest {
    private static final String JOBS = "/apis/batch/v1/namespaces/shop/jobs";

    KubernetesMockServer server;
    KubernetesClient client;
    private ProgressFollower progress;
    private RunActor actor;

    @BeforeEach
    void create() {
        progress = new ProgressFollower(client);
        actor = new RunActor(client, RunnerConfig.of("stillhouse/runner:test").read(), progress);
    }

    @AfterEach
    void close() {
        progress.close();
    }

    private void answer(int code, String message) {
        var status = new StatusBuilder().withCode(code).withMessage(message).build();
        server.expect().post().withPath(JOBS).andReturn(code, status).once();
    }

    private RunDecision launch() {
        return actor.act(RunWorld.of(aRun(1)).snapshot(), new Launch(), NOON);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 422})
    void a_refusal_is_trouble_of_the_pod(int code) {
        answer(code, "exceeded quota: small");

        assertThat(launch())
                .isEqualTo(new Pend(
                        Reason.PodBlocked,
                        "Kubernetes refuses the run's Job or MigrationBackup: exceeded quota: small."));
    }

    @Test
    void a_server_that_fails_is_asked_again() {
        answer(501, "no");

        assertThatThrownBy(this::launch).isInstanceOf(KubernetesClientException.class);
    }

    /** A queue resumes it in the moment in which it is deleted: it may have a pod by now. */
    @Test
    void a_suspended_job_is_deleted_only_as_it_was_seen() throws InterruptedException {
        var conflict = new StatusBuilder().withCode(409).build();
        server.expect()
                .delete()
                .withPath(JOBS + "/orders-1")
                .andReturn(409, conflict)
                .once();
        var withdrawn = RunWorld.of(aRun(1).pending().superseded()).job(aJob().suspended());

        assertThat(actor.act(withdrawn.snapshot(), withdrawn.decision(), NOON)).isInstanceOf(Pend.class);
        assertThat(server.getLastRequest().getBody().readUtf8())
                .contains("\"preconditions\":{\"resourceVersion\":\"7\"");
    }
}
