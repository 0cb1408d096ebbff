@NullMarked
package dev.stillhouse.runner.restore;

import org.jspecify.annotations.NullMarked;
