/** A project with Alembic: the connection to the Python bridge, which knows it. See docs/reference/bridge-protocol.md. */
@NullMarked
package dev.stillhouse.runner.project.alembic;

import org.jspecify.annotations.NullMarked;
