/** Rows that were saved right before a statement changed them: keeping them in a store, and putting them back. */
@NullMarked
package dev.stillhouse.runner.rows;

import org.jspecify.annotations.NullMarked;
