/** The judgement: what may run, what it means, how it is told. Pure: no connection, no clock, no file. */
@NullMarked
package dev.stillhouse.runner.decide;

import org.jspecify.annotations.NullMarked;
