/** The migration runner: a command-line program that leads one run of an Alembic project against one database. */
@NullMarked
package dev.stillhouse.runner;

import org.jspecify.annotations.NullMarked;
