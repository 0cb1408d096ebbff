package dev.stillhouse.operator.pod;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

/** Security contexts that the "restricted" Pod Security Standard admits. */
public final class Security {
    /** A user that no image knows; it is named because an image whose own user is root would be refused otherwise. */
    private static final long USER = 10001;

    private Security() {}

    /**
     * The group of all volumes is that of our user, so that it may write to them.
     *
     * @param hasClaim whether a volume outlives the pod: then only its root is looked at, as changing each of many files
     *     takes long
     */
    public static PodSecurityContext pod(boolean hasClaim) {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withFsGroup(USER)
                .withFsGroupChangePolicy(hasClaim ? "OnRootMismatch" : null)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    public static SecurityContext container() {
        return new SecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withReadOnlyRootFilesystem(true)
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    /** The default, with the fields that the user set in place of its own. */
    public static SecurityContext container(@Nullable SecurityContext overrides) {
        if (overrides == null) {
            return container();
        }
        try {
            return Serialization.jsonMapper().updateValue(container(), overrides);
        } catch (JsonMappingException e) {
            throw new IllegalStateException("two security contexts can be merged as JSON", e);
        }
    }
}
