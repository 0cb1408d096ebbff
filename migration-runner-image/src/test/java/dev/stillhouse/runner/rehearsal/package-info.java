@NullMarked
package dev.stillhouse.runner.rehearsal;

import org.jspecify.annotations.NullMarked;
