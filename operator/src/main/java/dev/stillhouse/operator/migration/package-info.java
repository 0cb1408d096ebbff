/** DatabaseMigration to MigrationRun: is there anything to do, and is it time for it? */
@NullMarked
package dev.stillhouse.operator.migration;

import org.jspecify.annotations.NullMarked;
