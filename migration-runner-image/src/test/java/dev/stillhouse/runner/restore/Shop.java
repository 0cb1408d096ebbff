package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.fixture.Postgres;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Databases to restore, and what is in them. */
final class Shop {
    private static final AtomicInteger LAST = new AtomicInteger();
    private static final Postgres.Database SERVER = new Postgres.Database("postgres");

    private Shop() {}

    /** A database with a table of some rows and a version row. */
    static Postgres.Database create() {
        Postgres.Database database = Postgres.create();
        fill(database);
        return database;
    }

    /** The same in a database of any name. */
    static Postgres.Database named(String name) {
        SERVER.execute("CREATE DATABASE " + quoted(name));
        Postgres.Database database = new Postgres.Database(
                URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
        fill(database);
        return database;
    }

    private static void fill(Postgres.Database database) {
        database.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)");
        database.execute("INSERT INTO alembic_version VALUES ('a1')");
        database.execute("CREATE TABLE orders (id int PRIMARY KEY, note text)");
        database.execute("INSERT INTO orders SELECT n, 'note ' || n FROM generate_series(1, 100) n");
    }

    /** What a migration and a day of work could do to it. */
    static void damage(Postgres.Database database) {
        database.execute("ALTER TABLE orders DROP COLUMN note");
        database.execute("INSERT INTO orders VALUES (1000)");
        database.execute("UPDATE alembic_version SET version_num = 'b2'");
    }

    /** All rows as one text. */
    static List<String> orders(Postgres.Database database) {
        return database.query("SELECT string_agg(o::text, ' ' ORDER BY id) FROM orders o");
    }

    /** Names of the server's databases that contain a word. */
    static List<String> databases(String word) {
        return SERVER.query("SELECT datname FROM pg_database WHERE strpos(datname, '" + word.replace("'", "''")
                + "') > 0 ORDER BY 1");
    }

    /** A role that may log in, and the URL of a database as this role. */
    static String role(Postgres.Database database, String options) {
        String role = "clerk_" + LAST.incrementAndGet();
        SERVER.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'clerk-password' " + options);
        return database.url().replace("postgres:only-for-tests@", role + ":clerk-password@");
    }

    /** The role in a URL. */
    static String roleOf(String url) {
        return url.substring(url.indexOf("//") + 2, url.indexOf(':', url.indexOf("//")));
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
