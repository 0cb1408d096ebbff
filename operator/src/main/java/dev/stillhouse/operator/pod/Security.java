package dev.stillhouse.operator.pod;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.stillhouse.api.v1alpha1.PodTemplate.RunnerSecurity;
import dev.stillhouse.operator.OperatorConfig.SecurityContextMode;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

/**
 * Security contexts that the "restricted" Pod Security Standard admits.
 *
 * @param mode who says which user and groups the pod has
 */
public record Security(SecurityContextMode mode) {
    /** A user that no image knows; it is named because an image whose own user is root would be refused otherwise. */
    private static final Long USER = 10001L;

    /**
     * The group of all volumes is that of our user, so that it may write to them.
     *
     * @param hasClaim whether a volume outlives the pod: then only its root is looked at, as changing each of many files
     *     takes long
     */
    public PodSecurityContext pod(boolean hasClaim) {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withFsGroup(user())
                .withFsGroupChangePolicy(hasClaim ? "OnRootMismatch" : null)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    /** The default, with the user and the group that were chosen in place of its own. */
    public SecurityContext runner(@Nullable RunnerSecurity chosen) {
        return container(
                chosen == null
                        ? null
                        : new SecurityContextBuilder()
                                .withRunAsUser(chosen.runAsUser())
                                .withRunAsGroup(chosen.runAsGroup())
                                .build());
    }

    /** The default, with the fields that the user set in place of its own. */
    public SecurityContext container(@Nullable SecurityContext overrides) {
        if (overrides == null) {
            return container();
        }
        try {
            return Serialization.jsonMapper().updateValue(container(), overrides);
        } catch (JsonMappingException e) {
            throw new IllegalStateException("two security contexts can be merged as JSON", e);
        }
    }

    private SecurityContext container() {
        return new SecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(user())
                .withRunAsGroup(user())
                .withReadOnlyRootFilesystem(true)
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    private @Nullable Long user() {
        return switch (mode) {
            case Restricted -> USER;
            case PlatformAssigned -> null;
        };
    }
}
