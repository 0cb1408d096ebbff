/** The schema of a database in lines that can be compared. */
@NullMarked
package dev.stillhouse.runner.fingerprint;

import org.jspecify.annotations.NullMarked;
