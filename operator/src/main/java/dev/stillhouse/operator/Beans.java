package dev.stillhouse.operator;

import dev.stillhouse.operator.cluster.Steady;
import dev.stillhouse.operator.cluster.SteadyClock;
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

    @Produces
    @Singleton
    @Steady
    Clock steadyClock() {
        return new SteadyClock(Clock.systemUTC());
    }
}
