package dev.stillhouse.runner.contents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Resources;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.UrlParser;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each difference between a database and its copy is noticed and named. */
class ContentDifferenceTest {
    private static final Postgres.Database TEMPLATE = Postgres.create();
    private static Contents before;

    @BeforeAll
    static void fill() {
        TEMPLATE.execute(Resources.text("backup/every-sort.sql"));
        before = read(TEMPLATE.url());
        assertThat(ContentDifference.differences(before, read(TEMPLATE.url()))).isEmpty();
    }

    private static Contents read(String url) {
        DatabaseUrl parsed = UrlParser.parse(url).fold(ok -> ok, trouble -> {
            throw new AssertionError(trouble.message());
        });
        return Snapshot.open(parsed, null, "test", 99, Exclusion.NONE, new Cancellation())
                .then(snapshot -> {
                    try (snapshot) {
                        return ContentReader.read(snapshot, null, 2, line -> {});
                    }
                })
                .fold(contents -> contents, trouble -> {
                    throw new AssertionError(trouble.message());
                });
    }

    private static List<String> after(String change) {
        String name = "copy_" + Integer.toHexString(change.hashCode());
        TEMPLATE.execute("DROP DATABASE IF EXISTS " + name);
        TEMPLATE.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid()");
        Postgres.Database maintenance = new Postgres.Database("postgres");
        maintenance.execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE.name());
        Postgres.Database copy = new Postgres.Database(name);
        copy.execute(change);
        return ContentDifference.differences(before, read(copy.url()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            UPDATE customers SET note = note || ' ' WHERE id = 1         ~ table public.customers has other contents
            DELETE FROM customers WHERE id = 1                           ~ table public.customers has 1333 rows, and in the database 1334
            INSERT INTO child VALUES (2, 'child', 3)                     ~ table public.child has 2 rows
            UPDATE types SET single = 0 WHERE single = '-0'              ~ table public.types has other contents
            UPDATE types SET long_text = NULL WHERE long_text = ''       ~ table public.types has other contents
            INSERT INTO no_columns DEFAULT VALUES                        ~ table public.no_columns has 3 rows
            DROP TABLE empty_table                                       ~ table public.empty_table is missing
            ALTER TABLE customers DROP COLUMN note CASCADE               ~ column public.customers.note is missing
            ALTER TABLE customers ALTER note TYPE varchar                ~ column public.customers.note is "character varying", and in the database "text"
            ALTER TABLE customers ALTER name DROP NOT NULL               ~ column public.customers.name is "text"
            ALTER TABLE customers DROP CONSTRAINT customers_status_check ~ constraint customers_status_check on public.customers is missing
            DROP INDEX events_what                                       ~ index events_what on public.events is missing
            ALTER TYPE mood RENAME VALUE 'sad' TO 'bad'                  ~ type public.mood is "enum
            DROP SEQUENCE never_used                                     ~ sequence public.never_used is missing
            SELECT nextval('never_used')                                 ~ sequence public.never_used stands at 42, and stood between 42 (not given out yet)
            SELECT lo_put(4242, 17, 'x')                                 ~ large objects have other contents
            SELECT lo_unlink(4242)                                       ~ the copy has 2 large objects, and the database 3
            DROP TRIGGER touch ON customers                              ~ trigger touch on public.customers is missing
            DROP POLICY all_of_it ON parent                              ~ policy all_of_it on public.parent is missing
            DROP VIEW customer_names                                     ~ view public.customer_names is missing
            CREATE TABLE added (a int)                                   ~ table public.added is in the copy only
            CREATE OR REPLACE PROCEDURE do_nothing(INOUT a int) LANGUAGE plpgsql AS 'BEGIN END' ~ procedure public.do_nothing(INOUT a integer) is
            """)
    void aDifferenceIsNamed(String change, String difference) {
        assertThat(after(change)).anySatisfy(line -> assertThat(line).startsWith(difference));
    }

    @Test
    void rowsThatMoveWithinATableMakeNoDifference() {
        assertThat(after("WITH moved AS (DELETE FROM child RETURNING *) INSERT INTO child SELECT * FROM moved"
                        + " ORDER BY random(); UPDATE customers SET note = note"))
                .isEmpty();
    }

    @Test
    void twoRowsThatReplaceEachOtherAreNoticed() {
        assertThat(after("UPDATE by_mood SET n = CASE n WHEN 1 THEN 2 ELSE 1 END WHERE n IN (1, 2)"))
                .anySatisfy(line -> assertThat(line).startsWith("table public.by_mood has other contents"));
    }
}
