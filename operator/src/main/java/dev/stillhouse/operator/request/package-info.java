/** MigrationRequest: what somebody wants done once, and what became of it. The run is started by the DatabaseMigration's controller. */
@NullMarked
package dev.stillhouse.operator.request;

import org.jspecify.annotations.NullMarked;
