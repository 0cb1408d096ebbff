/** MigrationBackup: true to what its run says of it, kept as long as it should be, and deleted with its files. */
@NullMarked
package dev.stillhouse.operator.backup;

import org.jspecify.annotations.NullMarked;
