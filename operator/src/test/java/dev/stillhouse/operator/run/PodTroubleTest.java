package dev.stillhouse.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.operator.fixture.Resources;
import dev.stillhouse.operator.pod.PodTrouble;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pods as the kubelet describes them, in the words in which a person hears of them. */
class PodTroubleTest {
    private static Optional<PodTrouble> trouble(String pod, String... complaints) {
        return PodTrouble.of(Resources.read("pod/" + pod + ".yaml", Pod.class), List.of(complaints));
    }

    private static void assertTrouble(Optional<PodTrouble> trouble, Reason reason, String message) {
        assertThat(trouble).contains(new PodTrouble(reason, message));
    }

    @Test
    void an_image_that_the_registry_does_not_have() {
        assertTrouble(
                trouble("err-image-pull"),
                Reason.ImagePullFailed,
                "The image registry.example.com/shop/orders:9 of the container project cannot be pulled (ErrImagePull). Check its name and tag; a private registry needs spec.execution.podTemplate.imagePullSecrets. rpc error: code = NotFound desc = failed to pull and unpack image \"registry.example.com/shop/orders:9\": failed to resolve reference \"registry.example.com/shop/orders:9\": registry.example.com/shop/orders:9: not found.");
    }

    @Test
    void an_image_between_two_tries() {
        assertTrouble(
                trouble("image-pull-back-off"),
                Reason.ImagePullFailed,
                "The image registry.example.com/shop/orders:9 of the container project cannot be pulled (ImagePullBackOff). Check its name and tag; a private registry needs spec.execution.podTemplate.imagePullSecrets. Back-off pulling image \"registry.example.com/shop/orders:9\".");
    }

    @Test
    void a_secret_that_does_not_exist() {
        assertTrouble(
                trouble("secret-missing"),
                Reason.ContainerCannotStart,
                "The container runner cannot start: CreateContainerConfigError: secret \"orders-db\" not found.");
    }

    @Test
    void a_secret_without_the_key() {
        assertTrouble(
                trouble("secret-key-missing"),
                Reason.ContainerCannotStart,
                "The container runner cannot start: CreateContainerConfigError: couldn't find key url in Secret shop/orders-db.");
    }

    @Test
    void a_project_that_cannot_be_started() {
        assertTrouble(
                trouble("run-container-error"),
                Reason.ContainerCannotStart,
                "The container project cannot start: RunContainerError: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: \"/bin/sh\": permission denied.");
    }

    @Test
    void a_project_that_could_not_be_started() {
        assertTrouble(
                trouble("start-error"),
                Reason.ContainerCannotStart,
                "The container project cannot start: it ended with exit code 128 (StartError): failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"/bin/sh\": stat /bin/sh: no such file or directory: unknown. It is started with the interpreter that spec.project.python names, or else with the image's shell (/bin/sh): an image without one needs spec.project.python, such as /usr/bin/python3.");
    }

    @Test
    void a_sidecar_that_ends_again_and_again() {
        assertTrouble(
                trouble("crash-loop"),
                Reason.ContainerCannotStart,
                "The container proxy cannot start: it ended with exit code 127 (Error): no route to the control plane.");
    }

    @Test
    void a_pod_that_no_node_can_take() {
        assertTrouble(
                trouble("unschedulable", "FailedScheduling: the same in other words"),
                Reason.Unschedulable,
                "No node can take the pod: 0/3 nodes are available: 1 node(s) had untolerated taint {dedicated: batch}, 2 Insufficient memory. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.");
    }

    @Test
    void a_volume_that_cannot_be_mounted() {
        assertTrouble(
                trouble(
                        "container-creating",
                        "FailedMount: MountVolume.SetUp failed for volume \"project\" : configmap \"orders-project\" not found"),
                Reason.PodBlocked,
                "The pod cannot start: FailedMount: MountVolume.SetUp failed for volume \"project\" : configmap \"orders-project\" not found.");
    }

    /** The kubelet names the Secret if it is missing, and only the volume if a key in it is. */
    @Test
    void a_volume_whose_secret_lacks_a_key() {
        assertTrouble(
                trouble(
                        "container-creating",
                        "FailedMount: MountVolume.SetUp failed for volume \"database-certificate\" : references non-existent secret key: tls.key"),
                Reason.PodBlocked,
                "The pod cannot start: FailedMount: MountVolume.SetUp failed for volume \"database-certificate\" : references non-existent secret key: tls.key. The volume database-certificate is the Secret orders-client (keys tls.crt, tls.key).");
    }

    @Test
    void a_volume_whose_config_map_lacks_a_key() {
        assertTrouble(
                trouble(
                        "container-creating",
                        "FailedMount: MountVolume.SetUp failed for volume \"database-ca\" : references non-existent config key: ca.crt"),
                Reason.PodBlocked,
                "The pod cannot start: FailedMount: MountVolume.SetUp failed for volume \"database-ca\" : references non-existent config key: ca.crt. The volume database-ca is the ConfigMap internal-ca (keys ca.crt).");
    }

    @Test
    void a_pod_on_its_way_is_no_trouble() {
        assertThat(trouble("container-creating")).isEmpty();
        assertThat(trouble("on-its-way")).isEmpty();
    }

    @Test
    void a_pod_of_which_nothing_is_known_is_no_trouble() {
        assertThat(PodTrouble.of(new Pod(), List.of())).isEmpty();
    }

    /** The kubelet leaves the message out where it has nothing to say. */
    @Test
    void a_reason_without_a_message_is_told_without_one() {
        var silent = PodBuilders.aPod().runnerWaits("CreateContainerError", null);
        assertTrouble(
                PodTrouble.of(silent.build(), List.of()),
                Reason.ContainerCannotStart,
                "The container runner cannot start: CreateContainerError.");
        var alsoSilent = PodBuilders.aPod().runnerWaits("ErrImagePull", "");
        assertThat(PodTrouble.of(alsoSilent.build(), List.of()))
                .hasValueSatisfying(trouble -> assertThat(trouble.message())
                        .endsWith("imagePullSecrets.")
                        .doesNotContain("null"));
    }

    @Test
    void a_message_ends_with_one_full_stop() {
        var wordy = PodBuilders.aPod().runnerWaits("CreateContainerError", "no space left on device.\n");
        assertTrouble(
                PodTrouble.of(wordy.build(), List.of()),
                Reason.ContainerCannotStart,
                "The container runner cannot start: CreateContainerError: no space left on device.");
    }
}
