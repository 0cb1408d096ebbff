package dev.stillhouse.operator.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * From where on a log is read.
 *
 * @param query what asks for it
 */
record LogStart(String query) {
    static final LogStart BEGINNING = new LogStart("");

    /**
     * Each word of a runner stands alone, but Kubernetes counts what stands between them too: the same in plain text for
     * people, and whatever a project prints.
     */
    static final LogStart LAST_LINES = new LogStart("&tailLines=100");

    /** Kubernetes knows no parts of a second: what was said in this one comes again. */
    static LogStart since(Instant time) {
        return new LogStart("&sinceTime=" + time.truncatedTo(ChronoUnit.SECONDS));
    }
}
