/** The phases of a run, in order, and what can interrupt them. */
@NullMarked
package dev.stillhouse.runner.run;

import org.jspecify.annotations.NullMarked;
