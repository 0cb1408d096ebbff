package dev.stillhouse.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Which pod this is, and of which release, from the downward API and the chart; absent outside a cluster. */
@ConfigMapping(prefix = "pod")
public interface PodIdentity {
    Optional<String> name();

    Optional<String> namespace();

    /** The lease by which the replicas of one release choose the one that works: that of the release's name. */
    @WithDefault("stillhouse")
    String lease();

    /** The release, all of whose replicas are one to others. */
    default Optional<String> release() {
        return namespace().map(namespace -> namespace + "/" + lease());
    }
}
