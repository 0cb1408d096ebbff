@NullMarked
package dev.stillhouse.runner.command;

import org.jspecify.annotations.NullMarked;
