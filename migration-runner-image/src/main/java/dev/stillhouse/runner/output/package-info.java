/** Where a run tells what happens: standard output, standard error and the termination message. */
@NullMarked
package dev.stillhouse.runner.output;

import org.jspecify.annotations.NullMarked;
