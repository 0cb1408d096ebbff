/**
 * The Kubernetes API {@code stillhouse.dev/v1alpha1} as Java types. The committed manifests in {@code crds/manifests} are
 * generated from them, and {@code kubectl explain} shows the descriptions that are written here.
 */
@NullMarked
package dev.stillhouse.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
