@NullMarked
package dev.stillhouse.runner.url;

import org.jspecify.annotations.NullMarked;
