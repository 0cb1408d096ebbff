/**
 * PostgreSQL's own programs (pg_dump, pg_restore), a server of the runner's own, and sessions for reading. It knows nothing of
 * what it is used for: backups, restores and verification share it.
 */
@NullMarked
package dev.stillhouse.runner.postgres;

import org.jspecify.annotations.NullMarked;
