/** Where backups lie: a folder, or a bucket of an S3-compatible object store. */
@NullMarked
package dev.stillhouse.runner.store;

import org.jspecify.annotations.NullMarked;
