package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.project.ProjectAnswer;
import dev.stillhouse.runner.project.ProjectQuestion;
import java.util.Locale;

/** Reads what the bridge asks while it works, and writes what it is answered. */
final class BridgeQuestions {
    private BridgeQuestions() {}

    static ProjectQuestion parse(JsonObject line) throws MalformedJson {
        String question = line.text("question");
        return switch (question) {
            case "held" -> new ProjectQuestion.Held(line.texts("tables"));
            // Nothing that is asked may be left without an answer.
            default -> throw new MalformedJson("it asks \"" + question + "\", which this runner does not know");
        };
    }

    static JsonObject answer(JsonObject question, ProjectAnswer answer) throws MalformedJson {
        return new JsonObject()
                .put("id", question.integer("id"))
                .put("number", question.integer("number"))
                .put("answer", answer.name().toLowerCase(Locale.ROOT));
    }
}
