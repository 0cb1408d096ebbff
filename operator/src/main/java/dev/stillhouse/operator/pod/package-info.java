/** What all pods with the runner's image have in common, whatever they are for. */
@NullMarked
package dev.stillhouse.operator.pod;

import org.jspecify.annotations.NullMarked;
