/** PostgreSQL's own programs: pg_dump, pg_restore, and a server of the runner's own. */
@NullMarked
package dev.stillhouse.runner.backup.tools;

import org.jspecify.annotations.NullMarked;
