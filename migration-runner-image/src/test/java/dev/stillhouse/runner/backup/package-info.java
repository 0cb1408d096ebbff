/** Tests of backups against real servers and with PostgreSQL's own programs. */
@NullMarked
package dev.stillhouse.runner.backup;

import org.jspecify.annotations.NullMarked;
