@NullMarked
package dev.stillhouse.runner.output;

import org.jspecify.annotations.NullMarked;
