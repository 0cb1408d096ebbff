/**
 * The contract's records as JSON, as the operator reads and writes them with data binding; a test compares the two.
 */
@NullMarked
package dev.stillhouse.runner.contract;

import org.jspecify.annotations.NullMarked;
