/**
 * The command line for people and for CI: one class for each command, options that they share as mixins, and what is told
 * apart from how it is got. Here a person asks, so asking is the approval.
 */
@NullMarked
package dev.stillhouse.runner.command;

import org.jspecify.annotations.NullMarked;
