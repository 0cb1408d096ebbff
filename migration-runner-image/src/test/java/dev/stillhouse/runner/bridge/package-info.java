@NullMarked
package dev.stillhouse.runner.bridge;

import org.jspecify.annotations.NullMarked;
