package dev.stillhouse.runner.project.alembic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.BridgeTroubles;
import dev.stillhouse.runner.fixture.DataBinding;
import dev.stillhouse.runner.fixture.PythonEnvironment;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.LockKey;
import dev.stillhouse.runner.model.ObservedStatement;
import dev.stillhouse.runner.model.ObservedStep;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.RenderedPlan;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.RowLoss;
import dev.stillhouse.runner.model.RunLocks;
import dev.stillhouse.runner.model.SavedTable;
import dev.stillhouse.runner.model.Sha256;
import dev.stillhouse.runner.model.StampedRows;
import dev.stillhouse.runner.model.TableLoss;
import dev.stillhouse.runner.model.WrittenRevision;
import dev.stillhouse.runner.project.ProjectAnswer;
import dev.stillhouse.runner.project.ProjectEvent;
import dev.stillhouse.runner.project.ProjectQuestion;
import dev.stillhouse.runner.url.UrlParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The samples of the protocol that the bridge's tests read too. */
class GoldenSamplesTest {

    private static List<JsonObject> samples(String name) throws IOException, MalformedJson {
        List<JsonObject> samples = new ArrayList<>();
        for (String line :
                Files.readAllLines(PythonEnvironment.MODULE.resolve("protocol").resolve(name))) {
            samples.add(Json.parse(line));
        }
        return samples;
    }

    @Test
    void opensAsInTheSample() throws Exception {
        List<JsonObject> open = samples("open.jsonl");
        JsonObject expected = open.getFirst().object("params");
        RunRequest request = new RunRequest(
                1,
                "shop/orders-1",
                "uid-of-shop/orders-1",
                Operation.Migrate,
                List.of("head"),
                DowngradePolicy.Forbid,
                List.of(),
                new RunRequest.Project(
                        "/app",
                        "alembic.ini",
                        "alembic",
                        "DATABASE_URL",
                        List.of("tenant=blue"),
                        "shop.hooks:launch",
                        null),
                new RunRequest.Session(5_000, 0, "shop_owner"),
                "2031-02-03T04:05:06Z",
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null);
        JsonObject params = UrlParser.parse("postgresql://app:s%25cret@db.example/shop?sslmode=require")
                .fold(
                        url -> OpenRequest.open(
                                request, url, null, new RunLocks(new LockKey(11, 12), new LockKey(11, 13))),
                        trouble -> new JsonObject());

        for (String name : List.of("url", "written")) {
            expected.object("database").put(name, expected.object("database").text(name) + "?sslmode=require");
        }
        assertThat(DataBinding.MAPPER.readTree(Json.write(params)))
                .isEqualTo(DataBinding.MAPPER.readTree(Json.write(expected)));
        assertThat(Answers.versions(open.getLast().object("result")).alembic()).isEqualTo("1.20.1");
    }

    @Test
    void readsThePlanOfTheSample() throws Exception {
        Plan plan = Answers.plan(samples("plan.jsonl").getLast().object("result"));

        assertThat(plan.direction()).isEqualTo(Direction.UP);
        assertThat(plan.current()).containsExactly("1975ea83b712");
        assertThat(plan.revisions()).containsExactly("27c6a30d7c24", "ae1027a6acf");
        assertThat(plan.rowsAfter()).containsExactly("ae1027a6acf");
        assertThat(plan.versionTable()).isEqualTo(new Plan.VersionTable(null, "alembic_version"));
        assertThat(plan.connection().systemIdentifier()).isEqualTo("7312345678901234567");
        assertThat(plan.steps().getFirst().title()).isEqualTo("27c6a30d7c24 (Add orders)");
    }

    private static List<ProjectEvent> events(String name) throws IOException, MalformedJson {
        List<ProjectEvent> events = new ArrayList<>();
        for (JsonObject line : samples(name)) {
            if (line.has("event")) {
                BridgeEvents.parse(line).ifPresent(events::add);
            }
        }
        return events;
    }

    @Test
    void readsTheStatementsOfTheSample() throws Exception {
        assertThat(events("render.jsonl"))
                .first()
                .isEqualTo(new ProjectEvent.Rendered(new Rendering.Statements(
                        "27c6a30d7c24",
                        List.of(
                                "CREATE TABLE orders (\n\tid INTEGER\n)",
                                "COMMENT ON TABLE orders IS 'What was ordered'"),
                        false)));
        assertThat(events("render.jsonl").get(1)).isInstanceOfSatisfying(ProjectEvent.Rendered.class, rendered -> {
            assertThat(rendered.rendering()).isInstanceOf(Rendering.Unknown.class);
            assertThat(rendered.rendering().revision()).isEqualTo("ae1027a6acf");
        });
        assertThat(events("render.jsonl").getLast())
                .isEqualTo(new ProjectEvent.Rendered(new Rendering.Reaching(
                        "cabcdc8a32dd",
                        "Revision cabcdc8a32dd (migrations/versions/cabcdc8a32dd_move_mails.py, line 21) reaches outside of"
                                + " the migration, and is only looked at: it connects to mails:25.",
                        List.of("connects to mails:25"))));
        assertThat(Answers.files(result("render.jsonl")))
                .extracting(RenderedPlan.ProjectFile::file)
                .containsExactly("migrations/env.py", "shop/models.py");
    }

    private static JsonObject result(String name) throws IOException, MalformedJson {
        return samples(name).getLast().object("result");
    }

    @Test
    void readsTheGraphOfTheSample() throws Exception {
        Graph graph = GraphAnswers.graph(result("graph.jsonl"));

        assertThat(graph.revisions()).hasSize(3);
        assertThat(graph.revisions().getFirst().dependsOn()).containsExactly("27c6a30d7c24");
        assertThat(graph.revisions().getFirst().created()).isEqualTo("2026-02-03 04:05:06.789");
        assertThat(graph.revisions().getLast().isBranchPoint()).isTrue();
        assertThat(graph.realHeads()).containsExactly("ae1027a6acf");
        assertThat(Objects.requireNonNull(graph.position()).unknown()).containsExactly("beef00000000");
    }

    @Test
    void readsWhatWasWrittenInTheSamples() throws Exception {
        assertThat(Answers.stampedRows(result("stamp.jsonl")))
                .isEqualTo(new StampedRows(List.of("beef00000000"), List.of("ae1027a6acf")));
        assertThat(result("check.jsonl").texts("differences")).contains("add table orders");
        assertThat(Answers.written(result("revision.jsonl")))
                .containsExactly(new WrittenRevision("0123456789ab", "migrations/versions/0123456789ab_add_a_note.py"));
        assertThat(Answers.written(result("merge.jsonl")))
                .containsExactly(new WrittenRevision("123456789abc", "migrations/versions/123456789abc_both.py"));
    }

    @Test
    void readsTheEventsOfTheSample() throws Exception {
        assertThat(events("apply.jsonl"))
                .contains(
                        new ProjectEvent.Connected(4712),
                        new ProjectEvent.StepStarted(1, 2, "27c6a30d7c24"),
                        new ProjectEvent.Committed(List.of("ae1027a6acf")),
                        new ProjectEvent.StepFinished(2, 2, "ae1027a6acf", 7, List.of("CREATE TABLE b (id int)")));
        assertThat(events("apply-broken.jsonl"))
                .last()
                .isEqualTo(new ProjectEvent.StepBroken(1, "27c6a30d7c24", List.of("SELECT nothing")));
        ObservedStatement.Table orders = new ObservedStatement.Table("public", "orders");
        assertThat(events("apply-observed.jsonl"))
                .contains(new ProjectEvent.StepObserved(
                        1,
                        new ObservedStep(
                                "27c6a30d7c24",
                                List.of(new ObservedStatement(
                                        "ALTER TABLE orders ALTER id TYPE bigint",
                                        1,
                                        false,
                                        List.of(new ObservedStatement.Lock("AccessExclusiveLock", orders)),
                                        List.of(orders),
                                        List.of(orders))),
                                0)));
        assertThat(events("apply-unseen.jsonl")).last().isEqualTo(new ProjectEvent.CommitsUnseen(1, "27c6a30d7c24"));
        assertThat(BridgeEvents.parse(new JsonObject().put("event", "new_in_version_2")))
                .isEqualTo(Optional.empty());
    }

    @Test
    void asksAndAnswersAsInTheSample() throws Exception {
        List<JsonObject> lines = samples("apply-held.jsonl");
        JsonObject question = lines.get(3);

        assertThat(BridgeQuestions.parse(question))
                .isEqualTo(new ProjectQuestion.Held(List.of("\"public\".\"orders\""), null));
        assertThat(Json.write(BridgeQuestions.answer(question, ProjectAnswer.PROCEED)))
                .isEqualTo(Json.write(lines.get(4)));
    }

    @Test
    void keepsRowsAsInTheSample() throws Exception {
        List<JsonObject> lines = samples("apply-rows.jsonl");
        JsonObject saved = lines.get(5);

        assertThat(BridgeQuestions.parse(lines.get(3))).isEqualTo(new ProjectQuestion.Rows(List.of("(1,first)")));
        assertThat(BridgeQuestions.parse(saved)).isInstanceOfSatisfying(ProjectQuestion.Saved.class, question -> {
            assertThat(question.attempt()).isEqualTo(1);
            assertThat(question.revision()).isEqualTo("27c6a30d7c24");
            assertThat(question.table().title()).isEqualTo("public.orders");
            assertThat(question.table().columns())
                    .containsExactly(
                            new SavedTable.Column("id", "integer", false),
                            new SavedTable.Column("note", "text", false));
            assertThat(question.table().key()).containsExactly("id");
            assertThat(question.table().settings()).containsEntry("TimeZone", "UTC");
            assertThat(question.set()).containsExactly("note");
            assertThat(question.count()).isEqualTo(1);
            assertThat(question.sha256()).isEqualTo(Sha256.of("(1,first)\n".getBytes(StandardCharsets.UTF_8)));
        });
        assertThat(lines.getFirst().object("params").objects("rows").getFirst().text("table"))
                .isEqualTo(new RowLoss("b2", "", null, "orders", TableLoss.By.UPDATE, List.of(), "").tableInSql());
    }

    @Test
    void knowsEveryErrorOfTheSamples() throws Exception {
        List<JsonObject> errors = new ArrayList<>();
        for (JsonObject line : samples("errors.jsonl")) {
            errors.add(line.object("error"));
        }
        errors.addAll(samples("start-failures.jsonl"));

        for (JsonObject error : errors) {
            assertThat(BridgeTroubles.trouble(Answers.refusal(error)).reason())
                    .isEqualTo(Reason.valueOf(error.text("reason")));
        }
        assertThat(errors).hasSizeGreaterThan(15);
    }
}
