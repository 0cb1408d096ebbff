/** What dashboards and alerts read. */
@NullMarked
package dev.stillhouse.operator.metrics;

import org.jspecify.annotations.NullMarked;
