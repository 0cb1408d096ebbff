@NullMarked
package dev.stillhouse.runner.project.alembic;

import org.jspecify.annotations.NullMarked;
