/** The operator's configuration and start. */
@NullMarked
package dev.stillhouse.operator;

import org.jspecify.annotations.NullMarked;
