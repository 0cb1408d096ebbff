/** What informers keep in memory. */
@NullMarked
package dev.stillhouse.operator.cache;

import org.jspecify.annotations.NullMarked;
