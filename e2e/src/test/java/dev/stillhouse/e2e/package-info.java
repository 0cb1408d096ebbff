@NullMarked
package dev.stillhouse.e2e;

import org.jspecify.annotations.NullMarked;
