@NullMarked
package dev.stillhouse.runner.contract;

import org.jspecify.annotations.NullMarked;
