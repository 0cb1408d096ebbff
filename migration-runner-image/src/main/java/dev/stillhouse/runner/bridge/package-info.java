/** The connection to the Python bridge, which knows Alembic. See docs/reference/bridge-protocol.md. */
@NullMarked
package dev.stillhouse.runner.bridge;

import org.jspecify.annotations.NullMarked;
