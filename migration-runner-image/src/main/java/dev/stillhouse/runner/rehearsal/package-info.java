/**
 * Trying a plan on a copy of the schema before it is applied: there, back, and there again. What that shows is decided without
 * reading or writing ({@link dev.stillhouse.runner.rehearsal.Verdict}).
 */
@NullMarked
package dev.stillhouse.runner.rehearsal;

import org.jspecify.annotations.NullMarked;
