/** What the chart says for all runs, where their DatabaseMigration says nothing. */
@NullMarked
package dev.stillhouse.operator.defaults;

import org.jspecify.annotations.NullMarked;
