/** Tests of what is read of a database and compared. */
@NullMarked
package dev.stillhouse.runner.contents;

import org.jspecify.annotations.NullMarked;
