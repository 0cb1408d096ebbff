package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.fixture.Postgres;

/** A database whose restore takes minutes, for as long as a certain role exists. */
final class Slow {
    private static final Postgres.Database SERVER = new Postgres.Database("postgres");

    private Slow() {}

    static void make(Postgres.Database database) {
        SERVER.execute("CREATE ROLE " + role(database));
        database.execute("CREATE FUNCTION slow() RETURNS boolean VOLATILE LANGUAGE sql"
                + " RETURN current_database() NOT LIKE '%restore%'"
                + " OR NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + role(database) + "')"
                + " OR pg_sleep(3) IS NOT NULL");
        database.execute("CREATE TABLE slow (id int CHECK (slow()))");
        database.execute("INSERT INTO slow SELECT generate_series(1, 100)");
    }

    /** From now on it is as fast as others. */
    static void end(Postgres.Database database) {
        SERVER.execute("DROP ROLE " + role(database));
    }

    /** Whether it is in the middle of it. */
    static boolean isUnderWay(Postgres.Database database) {
        return !SERVER.query("SELECT pid FROM pg_stat_activity WHERE datname LIKE '" + database.name()
                        + "\\_restore\\_%' AND wait_event = 'PgSleep'")
                .isEmpty();
    }

    private static String role(Postgres.Database database) {
        return "slow_" + database.name();
    }
}
