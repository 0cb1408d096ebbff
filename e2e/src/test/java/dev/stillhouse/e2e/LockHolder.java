package dev.stillhouse.e2e;

import static org.awaitility.Awaitility.await;

/** A session of somebody else that holds a lock on a table. */
final class LockHolder implements AutoCloseable {
    private static final String NAME = "lock-holder";

    private final Stillhouse stillhouse;
    private final String database;
    private final Thread session;

    private LockHolder(Stillhouse stillhouse, String database, Thread session) {
        this.stillhouse = stillhouse;
        this.database = database;
        this.session = session;
    }

    /** Takes an ACCESS SHARE lock, as any reader does, and keeps it until closed. */
    static LockHolder lock(Stillhouse stillhouse, String database, String table) {
        return hold(stillhouse, database, "LOCK TABLE %s IN ACCESS SHARE MODE".formatted(table));
    }

    /** Keeps the locks that a statement takes until closed; what it does is then undone. */
    static LockHolder hold(Stillhouse stillhouse, String database, String statement) {
        var statements = "SET application_name = '%s'; BEGIN; %s; SELECT pg_sleep(600)".formatted(NAME, statement);
        var session = Thread.ofVirtual().start(() -> {
            try {
                stillhouse.sql(database, statements);
            } catch (IllegalStateException e) {
                // Ended by close().
            }
        });
        var holder = new LockHolder(stillhouse, database, session);
        await().until(() -> !holder.sessions().isEmpty());
        return holder;
    }

    private String sessions() {
        return stillhouse.sql(
                database,
                "SELECT a.pid FROM pg_stat_activity a JOIN pg_locks l USING (pid) WHERE a.application_name = '%s' AND l.relation IS NOT NULL AND l.granted AND a.wait_event = 'PgSleep' AND a.datname = '%s'"
                        .formatted(NAME, database));
    }

    @Override
    public void close() {
        stillhouse.sql(
                database,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '%s' AND datname = '%s'"
                        .formatted(NAME, database));
        try {
            session.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
