package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;

/** What the "restricted" Pod Security Standard asks for, and a little more. */
class PodSecurityTest {
    private final Rendered rendered = Chart.renderEverything();

    @Test
    void pod_is_restricted() {
        var pod = rendered.only(Deployment.class).getSpec().getTemplate().getSpec();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getVolumes()).extracting(Volume::getHostPath).containsOnlyNulls();
    }

    @Test
    void containers_are_restricted() {
        var pod = rendered.only(Deployment.class).getSpec().getTemplate().getSpec();
        assertThat(pod.getContainers()).isNotEmpty().allSatisfy(container -> {
            var security = container.getSecurityContext();
            assertThat(security.getRunAsNonRoot()).isTrue();
            assertThat(security.getAllowPrivilegeEscalation()).isFalse();
            assertThat(security.getReadOnlyRootFilesystem()).isTrue();
            assertThat(security.getPrivileged()).isNull();
            assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(security.getCapabilities().getAdd()).isEmpty();
        });
    }

    @Test
    void only_the_operators_pod_gets_the_token() {
        assertThat(rendered.only(ServiceAccount.class).getAutomountServiceAccountToken())
                .isFalse();
        assertThat(rendered.only(Deployment.class)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getAutomountServiceAccountToken())
                .isTrue();
    }
}
