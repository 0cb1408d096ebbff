@NullMarked
package dev.stillhouse.runner.database;

import org.jspecify.annotations.NullMarked;
