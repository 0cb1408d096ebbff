@NullMarked
package dev.stillhouse.runner.sql;

import org.jspecify.annotations.NullMarked;
