/** The one JSON mapper. */
@NullMarked
package dev.stillhouse.runner.json;

import org.jspecify.annotations.NullMarked;
