/** Names, labels, conditions and events: how what is decided is said in Kubernetes' terms. */
@NullMarked
package dev.stillhouse.operator.cluster;

import org.jspecify.annotations.NullMarked;
