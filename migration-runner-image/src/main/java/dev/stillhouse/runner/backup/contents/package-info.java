/** What is in a database, read under one snapshot, and whether two databases hold the same. */
@NullMarked
package dev.stillhouse.runner.backup.contents;

import org.jspecify.annotations.NullMarked;
