/**
 * What is in a database (rows, sequences, large objects, with the schema's fingerprint), read under one snapshot, and whether
 * two databases hold the same. Backups, restores and verification share it.
 */
@NullMarked
package dev.stillhouse.runner.contents;

import org.jspecify.annotations.NullMarked;
