/** The database as people name it, by a URL or by its parts, and the forms that are made of it. Pure. */
@NullMarked
package dev.stillhouse.runner.url;

import org.jspecify.annotations.NullMarked;
