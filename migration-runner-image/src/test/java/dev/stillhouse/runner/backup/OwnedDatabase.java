package dev.stillhouse.runner.backup;

import dev.stillhouse.runner.fixture.Postgres;

/** A database of a user who may create databases, and is no superuser. */
final class OwnedDatabase {
    final Postgres.Database database = Postgres.create();
    final String user = "owner_of_" + database.name();
    final String url = database.url().replace("postgres:only-for-tests", user + ":secret-word");

    OwnedDatabase() {
        database.execute("CREATE ROLE " + user + " LOGIN CREATEDB PASSWORD 'secret-word'; ALTER DATABASE "
                + database.name() + " OWNER TO " + user);
        asUser("CREATE TABLE orders AS SELECT n AS id, md5(n::text) AS note FROM generate_series(1, 500) n;"
                + " CREATE INDEX ON orders (note); CREATE SEQUENCE numbers; SELECT nextval('numbers')");
    }

    void asUser(String sql) {
        database.execute("SET ROLE " + user + ";" + sql);
    }
}
