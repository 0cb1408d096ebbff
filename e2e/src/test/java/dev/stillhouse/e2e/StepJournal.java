package dev.stillhouse.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;

/**
 * A record, kept by the database itself, of every step that is committed, of who took it, and of who held a lock of Stillhouse
 * at that moment: a trigger on Alembic's version table writes it in the step's own transaction.
 */
final class StepJournal {
    /**
     * A step.
     *
     * @param from the revision before it, or {@code base}
     * @param to the revision after it, or {@code base}
     * @param session the name of the session that took it
     * @param isAtWork whether that session held the lock of a project at work
     * @param holders the names of all sessions that held a lock which excludes other runs, in order, each once
     */
    record Entry(Instant at, String from, String to, String session, boolean isAtWork, List<String> holders) {}

    /** The keys are "STIL" with "HOUS" and with "WORK". */
    private static final String SETUP = """
            CREATE TABLE alembic_version (
              version_num varchar(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY);
            CREATE SCHEMA journal;
            CREATE VIEW journal.locks AS
              SELECT l.pid, l.objid, a.application_name AS session
              FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)
              WHERE l.locktype = 'advisory' AND l.classid = x'5354494C'::int AND l.objsubid = 2 AND l.granted
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND l.objid IN (x'484F5553'::int, x'574F524B'::int);
            CREATE TABLE journal.steps (
              id bigserial PRIMARY KEY, at timestamptz, "from" text, "to" text, session text, at_work bool, holders text);
            CREATE FUNCTION journal.note() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO journal.steps (at, "from", "to", session, at_work, holders)
              SELECT clock_timestamp(),
                CASE TG_OP WHEN 'INSERT' THEN 'base' ELSE OLD.version_num END,
                CASE TG_OP WHEN 'DELETE' THEN 'base' ELSE NEW.version_num END,
                current_setting('application_name'),
                EXISTS (SELECT FROM journal.locks WHERE pid = pg_backend_pid() AND objid = x'574F524B'::int),
                (SELECT string_agg(DISTINCT session, ';') FROM journal.locks);
              RETURN NULL;
            END $$;
            CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON alembic_version
              FOR EACH ROW EXECUTE FUNCTION journal.note();
            """;

    private final Stillhouse stillhouse;
    private final String database;

    private StepJournal(Stillhouse stillhouse, String database) {
        this.stillhouse = stillhouse;
        this.database = database;
    }

    /** Starts the record in a database that Alembic has not touched yet; the version table is as Alembic makes it. */
    static StepJournal start(Stillhouse stillhouse, String database) {
        stillhouse.sql(database, SETUP);
        return new StepJournal(stillhouse, database);
    }

    /** What was committed, in its order. */
    List<Entry> read() {
        return ask("SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), \"from\", \"to\", session, at_work, holders FROM journal.steps ORDER BY id")
                .lines()
                .map(StepJournal::entry)
                .toList();
    }

    private static Entry entry(String line) {
        var parts = line.split("\\|", -1);
        return new Entry(
                Instant.parse(parts[0]),
                parts[1],
                parts[2],
                parts[3],
                "t".equals(parts[4]),
                List.of(parts[5].split(";")));
    }

    /** The revision of the database now, or {@code base}. */
    String revision() {
        return ask("SELECT coalesce(min(version_num), 'base') FROM alembic_version");
    }

    /** A server that recovers answers a moment later. */
    private String ask(String query) {
        return await().until(() -> stillhouse.sql(database, query), answer -> true);
    }

    /** The sessions that hold a lock which excludes other runs, one on a line. */
    String lockHolders() {
        return ask("SELECT pid, session FROM journal.locks");
    }
}
