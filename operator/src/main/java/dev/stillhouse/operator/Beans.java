package dev.stillhouse.operator;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What the operator's beans ask for and nobody else makes. */
class Beans {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
