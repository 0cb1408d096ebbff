package dev.stillhouse.e2e;

/**
 * A record, kept by the database itself, of every revision that is committed: a trigger on Alembic's version table writes
 * each change of it into another table. A revision that was applied twice would be in it twice.
 */
final class VersionJournal {
    private final Stillhouse stillhouse;
    private final String database;

    private VersionJournal(Stillhouse stillhouse, String database) {
        this.stillhouse = stillhouse;
        this.database = database;
    }

    /** Starts the record in a database that Alembic has not touched yet; the version table is as Alembic makes it. */
    static VersionJournal start(Stillhouse stillhouse, String database) {
        stillhouse.sql(database, """
                CREATE TABLE alembic_version (
                  version_num varchar(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY);
                CREATE SCHEMA journal;
                CREATE TABLE journal.versions (id bigserial PRIMARY KEY, version text);
                CREATE FUNCTION journal.note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  INSERT INTO journal.versions (version) VALUES (coalesce(NEW.version_num, 'base'));
                  RETURN NULL;
                END $$;
                CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON alembic_version
                  FOR EACH ROW EXECUTE FUNCTION journal.note();
                """);
        return new VersionJournal(stillhouse, database);
    }

    /** The committed revisions in order, separated by commas. */
    String read() {
        return stillhouse.sql(database, "SELECT string_agg(version, ',' ORDER BY id) FROM journal.versions");
    }
}
