/** The runner's own connection: identity, advisory lock, the project's backends, version rows. */
@NullMarked
package dev.stillhouse.runner.database;

import org.jspecify.annotations.NullMarked;
