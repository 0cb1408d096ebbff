/**
 * Which namespaces this release of the operator works on. Two releases never work on one namespace: a Lease in it names
 * the one that does.
 */
@NullMarked
package dev.stillhouse.operator.claim;

import org.jspecify.annotations.NullMarked;
