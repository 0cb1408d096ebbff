package dev.stillhouse.operator.claim;

import java.time.Instant;

/**
 * A claim as it was seen.
 *
 * @param version the resource version, which is another one after each renewal
 * @param since when it was first seen so, by our own clock: the clocks of two operators need not agree
 */
record Sighting(String version, Instant since) {}
