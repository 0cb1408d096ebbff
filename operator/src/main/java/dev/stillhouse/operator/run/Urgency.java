package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.Operation;
import java.time.Duration;

/**
 * Who goes before whom, whoever came first. The advantage is a time and not a rank: what has waited for a day longer is
 * overtaken by nothing any more, so that nobody waits for ever behind others that keep coming.
 */
enum Urgency {
    /** Somebody has asked for it, or it finds out how a run that was lost has ended. */
    ASKED(Duration.ZERO),
    /** It makes a manifest true. */
    WISHED(Duration.ofDays(1)),
    /** It looks where a database is. */
    LOOK(Duration.ofDays(2));

    private final Duration delay;

    Urgency(Duration delay) {
        this.delay = delay;
    }

    static Urgency of(MigrationRun run) {
        var spec = run.getSpec();
        if (spec.request() != null || spec.settlesRef() != null) {
            return ASKED;
        }
        return spec.operation() == Operation.Observe ? LOOK : WISHED;
    }

    /** How much later than what people ask for it counts as created. */
    Duration delay() {
        return delay;
    }
}
