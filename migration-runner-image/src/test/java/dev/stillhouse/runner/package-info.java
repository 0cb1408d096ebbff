@NullMarked
package dev.stillhouse.runner;

import org.jspecify.annotations.NullMarked;
