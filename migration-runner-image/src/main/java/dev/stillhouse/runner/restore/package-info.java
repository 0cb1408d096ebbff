/**
 * Bringing a database back from a backup. The database of the URL is always either what it was or the complete restored
 * one, whenever the work ends.
 */
@NullMarked
package dev.stillhouse.runner.restore;

import org.jspecify.annotations.NullMarked;
