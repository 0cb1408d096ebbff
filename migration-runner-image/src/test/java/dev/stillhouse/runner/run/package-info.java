@NullMarked
package dev.stillhouse.runner.run;

import org.jspecify.annotations.NullMarked;
