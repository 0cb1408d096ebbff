package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.runner.fixture.Postgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever may create things in a database has code of his own run where its backup is verified. It does nothing in the live
 * database, where it would have no right to, and tries everything in the copy.
 */
class HostileDatabaseTest {
    /** Each of these makes PostgreSQL run the code: as rows come in, are indexed, are checked, are read, or before. */
    private static final List<String> WAYS = List.of(
            "CREATE TABLE checked (a int CHECK (strike('check', a)))",
            "INSERT INTO checked VALUES (1)",
            "CREATE DOMAIN suspicious AS int CHECK (strike('domain', VALUE))",
            "CREATE TABLE of_domain (a suspicious)",
            "INSERT INTO of_domain VALUES (1)",
            // The default is read, and with it the array's element is checked.
            "CREATE FUNCTION with_default(a suspicious[] DEFAULT '{1}') RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE FUNCTION add_nothing(suspicious[], int) RETURNS suspicious[] LANGUAGE sql AS 'SELECT $1'",
            "CREATE AGGREGATE beginning(int) (SFUNC = add_nothing, STYPE = suspicious[], INITCOND = '{1}')",
            "CREATE TABLE indexed (a int)",
            "INSERT INTO indexed VALUES (1)",
            "CREATE INDEX ON indexed ((strike('index', a)))",
            // A call that depends on nothing is evaluated when the table is made, and whenever a query is planned.
            "CREATE INDEX ON indexed (a) WHERE strike('predicate', 1)",
            "CREATE TABLE computed (a int, b boolean GENERATED ALWAYS AS (strike('generated', 1)) STORED)",
            "INSERT INTO computed VALUES (1)",
            "CREATE TABLE divided (a int) PARTITION BY LIST ((CASE WHEN strike('key', 1) THEN a END))",
            "CREATE TABLE part (a int, CHECK (strike('part', 1)))",
            "ALTER TABLE divided ATTACH PARTITION part FOR VALUES IN (1)",
            "INSERT INTO divided VALUES (1)",
            "CREATE TABLE odd (a int)",
            "CREATE FUNCTION odd_row(odd) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT public.strike(''row'', $1.a)'",
            "ALTER TABLE odd ADD CHECK (odd_row(odd))",
            "INSERT INTO odd VALUES (1)",
            "CREATE MATERIALIZED VIEW filled AS SELECT strike('view', 1) AS a");

    @TempDir
    Path folder;

    private final Postgres.Database database = Postgres.create();

    @Test
    void itsCodeDoesNotReachTheMachine() {
        String villain = "villain_of_" + database.name();
        Path loot = folder.resolve("loot");
        database.execute("CREATE ROLE " + villain + "; GRANT ALL ON SCHEMA public TO " + villain);
        database.execute("SET ROLE " + villain + ";" + strike(loot) + String.join(";", WAYS));
        database.execute("ALTER TABLE part OWNER TO postgres");
        assertThat(loot).doesNotExist();
        Backed backed = new Backed(folder);

        assertThat(backed.taken(database.url(), BackupVerification.Restore).state())
                .isEqualTo(BackupState.Verified);

        assertThat(loot).doesNotExist();
        assertThat(folder.resolve("tried")).doesNotExist();
    }

    private static String strike(Path loot) {
        return """
                CREATE FUNCTION do_it(way text) RETURNS boolean LANGUAGE plpgsql AS $$
                BEGIN
                    IF current_database() <> 'restored' THEN RETURN true; END IF;
                    BEGIN
                        EXECUTE 'COPY (SELECT 1) TO PROGRAM ''(echo ' || way || '; env) >> %s''';
                    EXCEPTION WHEN OTHERS THEN NULL;
                    END;
                    BEGIN
                        EXECUTE 'COPY (SELECT 1) TO ''%s''';
                    EXCEPTION WHEN OTHERS THEN NULL;
                    END;
                    RETURN true;
                END $$;
                CREATE FUNCTION strike(way text, a int) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS
                    $$ BEGIN RETURN public.do_it(way); END $$;
                """.formatted(loot, loot.resolveSibling("tried"));
    }
}
