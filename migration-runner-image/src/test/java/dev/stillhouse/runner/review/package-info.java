@NullMarked
package dev.stillhouse.runner.review;

import org.jspecify.annotations.NullMarked;
