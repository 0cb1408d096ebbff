package dev.stillhouse.operator.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.PodTemplate.RunnerSecurity;
import dev.stillhouse.operator.fixture.RunnerConfig;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import org.junit.jupiter.api.Test;

class SecurityTest {
    private static Security security(String mode) {
        return RunnerSettings.of(RunnerConfig.of("runner:1")
                        .with("security-context-mode", mode)
                        .read()
                        .runner())
                .security();
    }

    private static void assertRestricted(SecurityContext context) {
        assertThat(context.getRunAsNonRoot()).isTrue();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
    }

    @Test
    void a_user_of_our_own_that_no_image_knows() {
        var security = security("Restricted");
        assertThat(security.pod(false).getFsGroup()).isEqualTo(10001L);
        assertRestricted(security.runner(null));
        assertThat(security.runner(null).getRunAsUser()).isEqualTo(10001L);
        assertThat(security.container(null).getRunAsGroup()).isEqualTo(10001L);
    }

    /** OpenShift refuses a pod that names a user or a group that is not of its namespace's range. */
    @Test
    void the_platform_says_who_it_is_and_all_else_stays() {
        var security = security("PlatformAssigned");
        assertThat(security.pod(true).getFsGroup()).isNull();
        assertThat(security.pod(true).getRunAsNonRoot()).isTrue();
        assertThat(security.pod(true).getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertRestricted(security.runner(null));
        assertThat(security.runner(null).getRunAsUser()).isNull();
        assertThat(security.runner(null).getRunAsGroup()).isNull();
        assertThat(security.container(null).getRunAsUser()).isNull();
    }

    @Test
    void a_manifest_says_who_both_are() {
        for (var mode : new String[] {"Restricted", "PlatformAssigned"}) {
            var runner = security(mode).runner(new RunnerSecurity(1000L, 0L));
            assertThat(runner.getRunAsUser()).isEqualTo(1000L);
            assertThat(runner.getRunAsGroup()).isZero();
            assertRestricted(runner);
            var overrides = new SecurityContextBuilder().withRunAsUser(2000L).build();
            assertThat(security(mode).container(overrides).getRunAsUser()).isEqualTo(2000L);
        }
    }
}
