@NullMarked
package dev.stillhouse.runner.store;

import org.jspecify.annotations.NullMarked;
