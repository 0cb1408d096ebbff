package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Where a copy of a database is made that is there for a while. */
public enum CopyPlace {
    /** In a PostgreSQL of the runner's own, in its pod. */
    Pod,
    /** In a database of its own on the server of the database. */
    SameServer,
    /** In a database of its own on a server that somebody names. */
    Server;

    /** Reads it; see {@link Constants}. In the pod a copy touches nobody else's server. */
    @JsonCreator
    public static CopyPlace read(String text) {
        return Constants.read(values(), text, Pod);
    }
}
