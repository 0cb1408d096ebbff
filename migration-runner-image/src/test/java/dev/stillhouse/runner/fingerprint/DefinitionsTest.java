package dev.stillhouse.runner.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Resources;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.UrlParser;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is defined in another way in a copy is noticed and named, and nothing else. */
class DefinitionsTest {
    private static final Postgres.Database DATABASE = Postgres.create();
    private static Definitions before = Definitions.NONE;
    private static Set<String> things = Set.of();

    @BeforeAll
    static void fill() {
        DATABASE.execute(Resources.text("backup/every-sort.sql"));
        DATABASE.execute(Resources.text("backup/every-sort-15.sql"));
        before = asked(DATABASE, DefinitionReader::read);
        things = new HashSet<>(SchemaDifference.subjects(asked(DATABASE, SchemaReader::read)));
    }

    private interface Question<T> {
        T ask(NeutralSession session) throws SQLException;
    }

    private static <T> T asked(Postgres.Database database, Question<T> question) {
        DatabaseUrl url = UrlParser.parse(database.url()).fold(ok -> ok, trouble -> {
            throw new AssertionError(trouble.message());
        });
        return NeutralSession.open(url, null, "test", new Cancellation())
                .fold(
                        session -> {
                            try (session) {
                                return question.ask(session);
                            } catch (SQLException e) {
                                throw new AssertionError(e);
                            }
                        },
                        trouble -> {
                            throw new AssertionError(trouble.message());
                        });
    }

    /** What is told of a copy in which something was changed. */
    private static List<String> after(String change) {
        String name = "defined_" + Integer.toHexString(change.hashCode());
        Postgres.Database maintenance = new Postgres.Database("postgres");
        maintenance.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + DATABASE.name()
                + "' AND pid <> pg_backend_pid()");
        maintenance.execute("CREATE DATABASE " + name + " TEMPLATE " + DATABASE.name());
        Postgres.Database copy = new Postgres.Database(name);
        copy.execute(change);
        Definitions found =
                asked(copy, session -> Rewording.of(session, before, DefinitionReader.read(session)));
        assertThat(found.uncompared()).isEmpty();
        maintenance.execute("DROP DATABASE " + name + " WITH (FORCE)");
        return DefinitionDifference.between(before, found, things);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default of column defined.things.kind ~ ALTER TABLE defined.things ALTER kind SET DEFAULT 'old'",
                "default of column defined.things.amount ~ ALTER TABLE defined.things ALTER amount SET DEFAULT 1.51",
                "default of column defined.things.at ~ ALTER TABLE defined.things ALTER at SET DEFAULT now()",
                "default of column defined.things.word ~ ALTER TABLE defined.things ALTER word SET DEFAULT 'some'",
                "default of column defined.updatable.kind ~ ALTER VIEW defined.updatable ALTER kind SET DEFAULT 'old'",
                "storage of column defined.things.long ~ ALTER TABLE defined.things ALTER long SET STORAGE MAIN",
                "statistics target of column defined.things.kind ~ ALTER TABLE defined.things ALTER kind SET STATISTICS 9",
                "options of column defined.things.amount ~ ALTER TABLE defined.things ALTER amount SET (n_distinct = 11)",
                "foreign options of column defined.remote.id ~ ALTER FOREIGN TABLE defined.remote ALTER id OPTIONS (SET column_name 'x')",
                "expression of column defined.things.doubled ~ ALTER TABLE defined.things ALTER doubled SET EXPRESSION AS (1)",
                "options of table defined.things ~ ALTER TABLE defined.things SET (fillfactor = 71)",
                "options of its large values of table defined.things ~ ALTER TABLE defined.things RESET (toast.autovacuum_enabled)",
                "replica identity of table defined.things ~ ALTER TABLE defined.things REPLICA IDENTITY NOTHING",
                "replica identity of table shop.items ~ ALTER TABLE shop.items REPLICA IDENTITY USING INDEX items_pkey",
                "expression of constraint things_kind_check on defined.things ~ ALTER TABLE defined.things DROP CONSTRAINT things_kind_check, ADD CONSTRAINT things_kind_check CHECK (kind IN ('new', 'odd') AND kind NOT LIKE 'x%')",
                "expression of constraint things_amount_check on defined.things ~ ALTER TABLE defined.things DROP CONSTRAINT things_amount_check, ADD CONSTRAINT things_amount_check CHECK (amount >= 0) NO INHERIT",
                "inheritance of constraint things_amount_check on defined.things ~ ALTER TABLE defined.things DROP CONSTRAINT things_amount_check, ADD CONSTRAINT things_amount_check CHECK (amount > 0)",
                "expression of constraint word_check on defined.word ~ ALTER DOMAIN defined.word DROP CONSTRAINT word_check; ALTER DOMAIN defined.word ADD CONSTRAINT word_check CHECK (VALUE IN ('none', 'many') OR length(VALUE) > 4)",
                "default of type defined.word ~ ALTER DOMAIN defined.word SET DEFAULT 'some'",
                "match of constraint parts_kind_id_fkey on defined.parts ~ ALTER TABLE defined.parts DROP CONSTRAINT parts_kind_id_fkey, ADD CONSTRAINT parts_kind_id_fkey FOREIGN KEY (kind, id) REFERENCES defined.things (kind, id) ON UPDATE CASCADE",
                "columns that are set on delete of constraint set_some_kind_id_fkey on defined.set_some ~ ALTER TABLE defined.set_some DROP CONSTRAINT set_some_kind_id_fkey, ADD CONSTRAINT set_some_kind_id_fkey FOREIGN KEY (kind, id) REFERENCES defined.things (kind, id) ON DELETE SET NULL",
                "operators of constraint things_area_excl on defined.things ~ ALTER TABLE defined.things DROP CONSTRAINT things_area_excl, ADD CONSTRAINT things_area_excl EXCLUDE USING gist (area WITH ~=) WHERE (kind = 'old' AND id <> ALL (ARRAY[1, 2]))",
                "condition of index things_words on defined.things ~ DROP INDEX defined.things_words; CREATE INDEX things_words ON defined.things ((lower(kind)), (id + 1) DESC, kind COLLATE \"C\" text_pattern_ops) WHERE kind IN ('new', 'odd') AND amount IS NOT NULL",
                "expressions of index things_words on defined.things ~ DROP INDEX defined.things_words; CREATE INDEX things_words ON defined.things ((upper(kind)), (id + 1) DESC, kind COLLATE \"C\" text_pattern_ops)",
                "operator classes of index things_words on defined.things ~ DROP INDEX defined.things_words; CREATE INDEX things_words ON defined.things ((lower(kind)), (id + 1) DESC, kind COLLATE \"C\")",
                "collations of index things_words on defined.things ~ DROP INDEX defined.things_words; CREATE INDEX things_words ON defined.things ((lower(kind)), (id + 1) DESC, kind text_pattern_ops)",
                "options of index things_words on defined.things ~ ALTER INDEX defined.things_words SET (fillfactor = 61)",
                "statistics targets of index things_words on defined.things ~ ALTER INDEX defined.things_words ALTER COLUMN 2 SET STATISTICS 301",
                "clustering of index things_ids on defined.things ~ ALTER TABLE defined.things SET WITHOUT CLUSTER",
                "partition key of table defined.parts ~ DROP TABLE defined.parts CASCADE; CREATE TABLE defined.parts (kind text, at date, n int, id bigint) PARTITION BY RANGE ((n + 1), kind, at)",
                "expressions of the partition key of table defined.parts ~ DROP TABLE defined.parts CASCADE; CREATE TABLE defined.parts (kind text, at date, n int, id bigint) PARTITION BY RANGE ((n + 2), kind COLLATE \"C\" text_pattern_ops, at)",
                "bound of table defined.parts_some ~ ALTER TABLE defined.parts_list DETACH PARTITION defined.parts_some; ALTER TABLE defined.parts_list ATTACH PARTITION defined.parts_some FOR VALUES IN ('new', 'b', NULL)",
                "definition of view defined.joined ~ CREATE OR REPLACE VIEW defined.with_operator AS SELECT id FROM defined.things; DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW defined.joined WITH (security_barrier) AS ' || replace(pg_get_viewdef('defined.joined'::regclass), 'LIMIT 10', 'LIMIT 11'); END $$",
                "definition of view defined.with_operator ~ CREATE OR REPLACE VIEW defined.with_operator AS SELECT id FROM defined.things WHERE id::int OPERATOR(defined.<<>>) 6",
                "options of view defined.joined ~ ALTER VIEW defined.joined RESET (security_barrier)",
                "options of view defined.invoked ~ ALTER VIEW defined.invoked RESET (security_invoker)",
                "options of view defined.updatable ~ ALTER VIEW defined.updatable SET (check_option = cascaded)",
                "definition of rule things_insert on defined.updatable ~ CREATE OR REPLACE RULE things_insert AS ON INSERT TO defined.updatable DO ALSO DELETE FROM no_columns",
                "condition of trigger things_changed on defined.things ~ CREATE OR REPLACE TRIGGER things_changed AFTER UPDATE OF kind, amount ON defined.things FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION touch('one', E'tw\\\\o')",
                "columns of trigger things_changed on defined.things ~ CREATE OR REPLACE TRIGGER things_changed AFTER UPDATE OF kind ON defined.things FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION touch('one')",
                "arguments of trigger things_changed on defined.things ~ CREATE OR REPLACE TRIGGER things_changed AFTER UPDATE OF kind ON defined.things FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION touch('one')",
                "deferral of trigger things_later on defined.things ~ DROP TRIGGER things_later ON defined.things; CREATE CONSTRAINT TRIGGER things_later AFTER INSERT ON defined.things DEFERRABLE FOR EACH ROW EXECUTE FUNCTION touch()",
                "transition tables of trigger things_many on defined.things ~ CREATE OR REPLACE TRIGGER things_many AFTER UPDATE ON defined.things REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION touch()",
                "condition of policy things_own on defined.things ~ ALTER POLICY things_own ON defined.things USING (kind IN ('new', 'odd') AND who = CURRENT_USER)",
                "check of policy things_own on defined.things ~ ALTER POLICY things_own ON defined.things WITH CHECK (id IN (SELECT p.n FROM defined.parts p))",
                "range of sequence defined.counter ~ ALTER SEQUENCE defined.counter MAXVALUE 501",
                "start of sequence defined.counter ~ ALTER SEQUENCE defined.counter START 6",
                "cache of sequence defined.counter ~ ALTER SEQUENCE defined.counter CACHE 8",
                "cycle of sequence defined.counter ~ ALTER SEQUENCE defined.counter NO CYCLE",
                "owner column of sequence defined.counter ~ ALTER SEQUENCE defined.counter OWNED BY NONE",
                "settings of function defined.numbered(a integer, b text, c date) ~ ALTER FUNCTION defined.numbered SET search_path = public",
                "rows of function defined.numbered(a integer, b text, c date) ~ ALTER FUNCTION defined.numbered ROWS 78",
                "cost of function defined.doubled(a integer) ~ ALTER FUNCTION defined.doubled COST 8",
                "parallel of function defined.doubled(a integer) ~ ALTER FUNCTION defined.doubled PARALLEL UNSAFE",
                "leakproof of function defined.doubled(a integer) ~ ALTER FUNCTION defined.doubled LEAKPROOF",
                "defaults of arguments of function defined.short(a integer) ~ CREATE OR REPLACE FUNCTION defined.short(a int DEFAULT 4) RETURNS int LANGUAGE sql IMMUTABLE RETURN a + extract(year FROM date '2026-01-01')::int",
                "body of function defined.short(a integer) ~ CREATE OR REPLACE FUNCTION defined.short(a int DEFAULT 3) RETURNS int LANGUAGE sql IMMUTABLE RETURN a",
                "body of function defined.body(a character varying) ~ DO $do$ BEGIN EXECUTE $create$ CREATE OR REPLACE FUNCTION defined.body(a varchar) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT a IN ('new', 'odd'); END $create$; END $do$",
                "parts of aggregate defined.joined_text(text) ~ CREATE OR REPLACE AGGREGATE defined.joined_text(text) (SFUNC = textcat, STYPE = text, INITCOND = 'x', PARALLEL = SAFE)",
                "operations of publication of_things ~ ALTER PUBLICATION of_things SET (publish = 'insert')",
                "tables of publication of_things ~ ALTER PUBLICATION of_things DROP TABLE defined.parts_first",
                "schemas of publication of_schemas ~ ALTER PUBLICATION of_schemas DROP TABLES IN SCHEMA \"Odd \"\"Schema\"\"\"",
                "columns of defined.things of publication filtered ~ ALTER PUBLICATION filtered SET TABLE defined.things (id) WHERE (kind = 'new' AND amount > 1)",
                "rows of defined.things of publication filtered ~ ALTER PUBLICATION filtered SET TABLE defined.things (id) WHERE (kind = 'new' AND amount > 2)",
                "identity of partitions of publication filtered ~ ALTER PUBLICATION filtered SET (publish_via_partition_root = false)",
                "kinds of statistics defined.things_statistics ~ DROP STATISTICS defined.things_statistics; CREATE STATISTICS defined.things_statistics (mcv) ON id, kind FROM defined.things",
                "columns of statistics defined.things_statistics ~ DROP STATISTICS defined.things_statistics; CREATE STATISTICS defined.things_statistics (ndistinct, dependencies) ON id, amount FROM defined.things",
                "target of statistics defined.things_statistics ~ ALTER STATISTICS defined.things_statistics SET STATISTICS 4",
                "expressions of statistics defined.of_expressions ~ DROP STATISTICS defined.of_expressions; CREATE STATISTICS defined.of_expressions ON (upper(kind)), (id + 1) FROM defined.things",
                "tags of event trigger log_drop ~ DROP EVENT TRIGGER log_drop; CREATE EVENT TRIGGER log_drop ON sql_drop WHEN TAG IN ('DROP VIEW') EXECUTE FUNCTION on_drop()",
                "function of cast from defined.pair to integer ~ CREATE FUNCTION public.to_number(defined.pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; DROP CAST (defined.pair AS int); CREATE CAST (defined.pair AS int) WITH FUNCTION public.to_number(defined.pair)",
                "properties of operator defined.<<>> (integer, integer) ~ ALTER OPERATOR defined.<<>> (int, int) SET (RESTRICT = eqsel)",
                "locale of collation public.plain ~ DROP COLLATION plain CASCADE; CREATE COLLATION plain (LOCALE = 'C.utf8')",
                "mapping of text search configuration defined.search ~ ALTER TEXT SEARCH CONFIGURATION defined.search ALTER MAPPING FOR word WITH simple",
                "options of text search dictionary defined.simple_words ~ ALTER TEXT SEARCH DICTIONARY defined.simple_words (ACCEPT = false)",
                "version of server options ~ ALTER SERVER \"options\" VERSION '2'",
                "options of server options ~ ALTER SERVER \"options\" OPTIONS (SET password 'hunter3')",
                "foreign options of foreign table defined.remote ~ ALTER FOREIGN TABLE defined.remote OPTIONS (SET path '/other')",
                "options of the wrapper of server options ~ ALTER FOREIGN DATA WRAPPER elsewhere OPTIONS (ADD x 'y')",
                "functions of operator class shop.mood_ops for btree ~ DROP OPERATOR CLASS shop.mood_ops USING btree CASCADE; CREATE OPERATOR CLASS shop.mood_ops FOR TYPE int4 USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int4, int4), FUNCTION 2 btint4sortsupport(internal)",
            })
    void whatIsChangedIsNamed(String line) {
        int tilde = line.indexOf(" ~ ");
        String what = line.substring(0, tilde);

        List<String> differences = after(line.substring(tilde + 3));

        assertThat(differences).anySatisfy(difference -> assertThat(difference).startsWith(what + " is "));
        assertThat(String.join("; ", differences)).doesNotContain("hunter", "new", "secret");
    }

    @Test
    void thereIsNothingToTellOfAnUnchangedCopy() {
        assertThat(after("SELECT")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE defined.things DROP CONSTRAINT things_kind_check, ADD CONSTRAINT things_kind_check CHECK"
                        + " ((((kind)::text = ANY (ARRAY[('new'::varchar)::text, ('old'::varchar)::text])) AND kind NOT LIKE 'x%'))",
                "ALTER POLICY things_own ON defined.things USING ((kind)::text = ANY (ARRAY[('new'::varchar)::text,"
                        + " ('old'::varchar)::text]) AND (((who)) = CURRENT_USER))",
                "CREATE OR REPLACE VIEW defined.invoked WITH (security_invoker = true) AS SELECT x.id FROM defined.things x"
                        + " WHERE x.kind::text = ANY (ARRAY['new'::text, 'old'::text]) AND false; CREATE OR REPLACE VIEW"
                        + " defined.invoked WITH (security_invoker = true) AS SELECT things.id FROM defined.things"
                        + " WHERE (things.kind)::text = ANY (ARRAY[('new'::varchar)::text, ('old'::varchar)::text])",
            })
    void theSameInOtherWordsIsTheSame(String change) {
        assertThat(after(change)).isEmpty();
    }

    @Test
    void whatOneVersionHasAndTheOtherHasNotSaysNothing() {
        Definition known = new Definition("table public.t", "options", "fillfactor=70", Definition.Form.Fact, "");
        Definition other = new Definition("table public.t", "colour", "red", Definition.Form.Fact, "");
        Set<String> table = Set.of("table public.t");

        assertThat(DefinitionDifference.between(
                        definitions(1, 17, known, other), definitions(2, 17, known), table))
                .isEmpty();
        assertThat(DefinitionDifference.between(
                        definitions(1, 17, known, other), definitions(1, 17, known), table))
                .containsExactly("colour of table public.t is none, and in the database \"red\"");
        assertThat(DefinitionDifference.between(definitions(1, 17, known), definitions(1, 17), Set.of()))
                .isEmpty();
    }

    @Test
    void textsOfTwoMajorVersionsAreNotCompared() {
        Definition here = new Definition("collation public.c", "locale", "de@x", Definition.Form.Text, "");
        Definition there = new Definition("collation public.c", "locale", "de-u-x", Definition.Form.Text, "");
        Set<String> collation = Set.of("collation public.c");

        assertThat(DefinitionDifference.between(definitions(1, 14, here), definitions(1, 17, there), collation))
                .isEmpty();
        assertThat(DefinitionDifference.between(definitions(1, 17, here), definitions(1, 17, there), collation))
                .containsExactly("locale of collation public.c is another one than in the database");
    }

    private static Definitions definitions(int version, int major, Definition... all) {
        return new Definitions(version, major, List.of(all), List.of());
    }
}
