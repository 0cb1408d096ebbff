/** Copies of a database that are there for a while: where they are made, and what of the database is not in them. */
@NullMarked
package dev.stillhouse.runner.copies;

import org.jspecify.annotations.NullMarked;
