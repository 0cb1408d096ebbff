package dev.stillhouse.operator.pod;

import io.fabric8.kubernetes.api.model.Quantity;

/**
 * How large the folders of a pod may become that lie on its node's disk: one that becomes larger ends the pod, and not its
 * neighbours.
 *
 * @param temporary the folder for temporary files of each container
 * @param scratch the scratch volume for backups, where a manifest does not say
 */
public record Space(Quantity temporary, Quantity scratch) {
    /** The bridge takes up 3 MiB of it. */
    static final Quantity SHARED = new Quantity("64Mi");
}
