package dev.stillhouse.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules of Kubernetes' Pod Security Standard "restricted", as far as a pod of ours could break them. */
final class RestrictedPods {
    private RestrictedPods() {}

    static void assertAdmitted(PodSpec pod) {
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getHostIPC()).isNull();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getVolumes()).allSatisfy(RestrictedPods::assertAdmitted);
        assertThat(containers(pod)).isNotEmpty().allSatisfy(RestrictedPods::assertAdmitted);
    }

    static List<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .toList();
    }

    private static void assertAdmitted(Volume volume) {
        assertThat(volume.getHostPath()).as(volume.getName()).isNull();
        assertThat(Stream.of(volume.getEmptyDir(), volume.getConfigMap(), volume.getSecret(), volume.getProjected())
                        .filter(source -> source != null))
                .as(volume.getName())
                .hasSize(1);
    }

    private static void assertAdmitted(Container container) {
        SecurityContext security = container.getSecurityContext();
        assertThat(security.getPrivileged()).isIn(null, false);
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getRunAsNonRoot()).isIn(null, true);
        assertThat(security.getRunAsUser()).isNotEqualTo(0L);
        assertThat(security.getCapabilities().getDrop()).contains("ALL");
        assertThat(Optional.ofNullable(security.getCapabilities().getAdd()).orElse(List.of()))
                .isSubsetOf("NET_BIND_SERVICE");
        assertThat(security.getSeccompProfile()).isNull();
        assertThat(container.getPorts()).allMatch(port -> port.getHostPort() == null);
    }
}
