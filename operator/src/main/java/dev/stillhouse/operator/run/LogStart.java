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

    /** Each word of a runner stands alone. */
    static final LogStart LAST_LINE = new LogStart("&tailLines=1");

    /** Kubernetes knows no parts of a second: what was said in this one comes again. */
    static LogStart since(Instant time) {
        return new LogStart("&sinceTime=" + time.truncatedTo(ChronoUnit.SECONDS));
    }
}
