package dev.stillhouse.runner.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Resources;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.url.UrlParser;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each detail is told when it is another one in the copy. */
class DetailsTest {
    private static NeutralSession session;
    private static List<String> before;

    @BeforeAll
    static void aDatabaseWithEverySortOfThing() throws SQLException {
        Postgres.Database database = Postgres.create();
        database.execute(Resources.text("backup/every-sort.sql"));
        session = UrlParser.parse(database.url())
                .then(url -> NeutralSession.open(url, null, "test", new Cancellation()))
                .fold(opened -> opened, trouble -> {
                    throw new AssertionError(trouble.message());
                });
        before = DetailReader.read(session, Set.of());
    }

    @AfterAll
    static void itIsLeft() {
        session.close();
    }

    private static List<String> differences(String change) throws SQLException {
        Set<String> things = SchemaDifference.subjects(SchemaReader.read(session));
        session.execute("BEGIN");
        try {
            session.execute(change);
            things.retainAll(SchemaDifference.subjects(SchemaReader.read(session)));
            return DetailDifference.between(before, DetailReader.read(session, Set.of()), things);
        } finally {
            session.execute("ROLLBACK");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "options of view shop.item_ids | ALTER VIEW shop.item_ids RESET (security_barrier)",
                "options of view public.checked | ALTER VIEW public.checked SET (check_option = cascaded)",
                "options of table public.detailed | ALTER TABLE public.detailed SET (fillfactor = 71)",
                "options of index detailed_a on public.detailed | ALTER INDEX public.detailed_a RESET (fillfactor)",
                "replica identity of table public.empty_table | ALTER TABLE public.empty_table REPLICA IDENTITY FULL",
                "replica identity of index by_key_pkey on public.by_key | ALTER TABLE public.by_key REPLICA IDENTITY DEFAULT",
                "clustered of index detailed_pkey on public.detailed | ALTER TABLE public.detailed SET WITHOUT CLUSTER",
                "range of sequence public.few | ALTER SEQUENCE public.few CACHE 4",
                "range of sequence public.falling | ALTER SEQUENCE public.falling CYCLE",
                "range of sequence public.set_by_hand | ALTER SEQUENCE public.set_by_hand START 78",
                "parallel of function public.settled() | ALTER FUNCTION public.settled() PARALLEL RESTRICTED",
                "leakproof of function public.settled() | ALTER FUNCTION public.settled() LEAKPROOF",
                "names of settings of function public.settled() | ALTER FUNCTION public.settled() RESET search_path",
                "instead of rule also on public.empty_table | CREATE OR REPLACE RULE also AS ON UPDATE TO public.empty_table DO INSTEAD NOTHING",
                "tables of publication items | ALTER PUBLICATION items ADD TABLE public.customers",
                "what of publication changes | ALTER PUBLICATION changes SET (publish = 'update')",
                "expressions of policy checked on public.parent | DROP POLICY checked ON public.parent; CREATE POLICY checked ON public.parent FOR INSERT",
                "match of constraint both_or_none on public.referring | ALTER TABLE public.referring DROP CONSTRAINT both_or_none, ADD CONSTRAINT both_or_none FOREIGN KEY (id, a) REFERENCES public.detailed (id, a)",
                "columns of trigger touch on public.customers | DROP TRIGGER touch ON public.customers; CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.touch()",
                "condition of trigger touch on public.customers | DROP TRIGGER touch ON public.customers; CREATE TRIGGER touch BEFORE INSERT OR UPDATE OF name ON public.customers FOR EACH ROW WHEN (true) EXECUTE FUNCTION public.touch()",
                "columns of publication items | ALTER PUBLICATION items SET TABLE shop.items (id)",
                "conditions of publication items | ALTER PUBLICATION items SET TABLE shop.items WHERE (id > 1)",
                "operator classes of index items_by_ops on shop.items | DROP INDEX shop.items_by_ops; CREATE INDEX items_by_ops ON shop.items (id)",
                "collations of index by_locale on public.detailed | DROP INDEX public.by_locale; CREATE INDEX by_locale ON public.detailed (b)",
                "bounds of table public.events_2025 | DELETE FROM public.events_other; ALTER TABLE public.events DETACH PARTITION public.events_2025; ALTER TABLE public.events ATTACH PARTITION public.events_2025 FOR VALUES FROM ('2024-07-01') TO ('2026-01-01')",
                "bounds of table public.places_near | ALTER TABLE public.places DETACH PARTITION public.places_near; ALTER TABLE public.places ATTACH PARTITION public.places_near FOR VALUES IN ('near', 'nearer')",
                "parts of aggregate public.total(integer) | DROP AGGREGATE public.total(int); CREATE AGGREGATE public.total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '1')",
                "time of trigger later on public.detailed | DROP TRIGGER later ON public.detailed; CREATE CONSTRAINT TRIGGER later AFTER INSERT ON public.detailed FOR EACH ROW EXECUTE FUNCTION public.touch()",
            })
    void anotherDetailIsTold(String what, String change) throws SQLException {
        assertThat(differences(change)).hasSize(1).first().asString().startsWith(what + ": ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "options of foreign table public.far_things | ALTER FOREIGN TABLE public.far_things OPTIONS (SET password 'hunter3')",
                "options of server \"far away\" | ALTER SERVER \"far away\" OPTIONS (SET host 'secret')",
                "arguments of trigger touch on public.customers | DROP TRIGGER touch ON public.customers; CREATE TRIGGER touch BEFORE INSERT OR UPDATE OF name ON public.customers FOR EACH ROW EXECUTE FUNCTION public.touch('secret')",
            })
    void whatMayBeASecretIsNotTold(String what, String change) throws SQLException {
        assertThat(differences(change)).containsExactly(what + " are not as in the database");
        assertThat(String.join("\n", before)).doesNotContain("hunter2", "far.example", "secret");
    }

    @Test
    void ofAThingThatIsMissingNothingElseIsTold() throws SQLException {
        assertThat(differences("DROP VIEW public.checked; CREATE SEQUENCE public.more START 7"))
                .isEmpty();
    }
}
