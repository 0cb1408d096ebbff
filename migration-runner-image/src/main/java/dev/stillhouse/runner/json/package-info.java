/**
 * JSON without data binding: a run is short, and data binding would take longer to get ready than all the rest of the
 * runner's startup (docs/decisions/0004-runner-startup.md).
 */
@NullMarked
package dev.stillhouse.runner.json;

import org.jspecify.annotations.NullMarked;
