/** The Java part of {@code e2e/cluster}. */
@NullMarked
package dev.stillhouse.e2e.cluster.command;

import org.jspecify.annotations.NullMarked;
