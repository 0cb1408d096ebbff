@NullMarked
package dev.stillhouse.runner.fingerprint;

import org.jspecify.annotations.NullMarked;
