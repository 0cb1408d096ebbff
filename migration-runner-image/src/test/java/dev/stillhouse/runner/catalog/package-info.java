@NullMarked
package dev.stillhouse.runner.catalog;

import org.jspecify.annotations.NullMarked;
