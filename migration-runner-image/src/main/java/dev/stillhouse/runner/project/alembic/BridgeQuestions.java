package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.runner.decide.BridgeTroubles;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.SavedTable;
import dev.stillhouse.runner.project.ProjectAnswer;
import dev.stillhouse.runner.project.ProjectQuestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads what the bridge asks while it works, and writes what it is answered. */
final class BridgeQuestions {
    private BridgeQuestions() {}

    static ProjectQuestion parse(JsonObject line) throws MalformedJson {
        String question = line.text("question");
        return switch (question) {
            case "held" ->
                new ProjectQuestion.Held(
                        line.texts("tables"),
                        line.has("failedBefore")
                                ? BridgeTroubles.trouble(Answers.refusal(line.object("failedBefore")))
                                : null);
            case "rows" -> new ProjectQuestion.Rows(line.texts("rows"));
            case "saved" ->
                new ProjectQuestion.Saved(
                        line.integer("attempt"),
                        line.text("revision"),
                        table(line.object("table")),
                        line.texts("set"),
                        line.number("count"),
                        line.text("sha256"));
            // Nothing that is asked may be left without an answer.
            default -> throw new MalformedJson("it asks \"" + question + "\", which this runner does not know");
        };
    }

    private static SavedTable table(JsonObject table) throws MalformedJson {
        List<SavedTable.Column> columns = new ArrayList<>();
        for (JsonObject column : table.objects("columns")) {
            columns.add(new SavedTable.Column(column.text("name"), column.text("type"), column.flag("generated")));
        }
        JsonObject settings = table.object("settings");
        Map<String, String> read = new HashMap<>();
        for (String name : settings.fields().keySet()) {
            read.put(name, settings.text(name));
        }
        return new SavedTable(table.text("schema"), table.text("name"), columns, table.texts("key"), read);
    }

    static JsonObject answer(JsonObject question, ProjectAnswer answer) throws MalformedJson {
        return new JsonObject()
                .put("id", question.integer("id"))
                .put("number", question.integer("number"))
                .put("answer", answer.name().toLowerCase(Locale.ROOT));
    }
}
