@NullMarked
package dev.stillhouse.runner.decide;

import org.jspecify.annotations.NullMarked;
