/** Tests of copies on real servers. */
@NullMarked
package dev.stillhouse.runner.copies;

import org.jspecify.annotations.NullMarked;
