/** Backups: dumping the live database, keeping the files in a store, and proving that they can be restored. */
@NullMarked
package dev.stillhouse.runner.backup;

import org.jspecify.annotations.NullMarked;
