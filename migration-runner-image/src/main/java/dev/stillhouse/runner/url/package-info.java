/** The URL of the database as people write it, and the two forms that are made of it. Pure. */
@NullMarked
package dev.stillhouse.runner.url;

import org.jspecify.annotations.NullMarked;
