/** What a run deals with, as immutable values: the plan, the server's identity, who is in the way, what went wrong. */
@NullMarked
package dev.stillhouse.runner.model;

import org.jspecify.annotations.NullMarked;
