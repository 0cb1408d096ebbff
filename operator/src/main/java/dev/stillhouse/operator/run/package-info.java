/** MigrationRun to Job: launch one, watch its pod, and record how it ended. */
@NullMarked
package dev.stillhouse.operator.run;

import org.jspecify.annotations.NullMarked;
