package dev.stillhouse.runner.command;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check",
        description = "Compares the project's models with the database, or with a private PostgreSQL that has all"
                + " revisions if none is named. Exit code 3 if they differ.")
final class CheckCommand extends ProjectCommand {
    @Mixin
    DatabaseOptions database = new DatabaseOptions();

    @Override
    Result<Answer> answer(Invocation invocation) {
        return database.named(invocation)
                .map(named -> named.then(source -> compare(invocation, source.url(), database.session())))
                .orElseGet(() -> project.source(invocation.environment())
                        .then(location -> PrivateDatabase.atHead(
                                invocation,
                                projectOf(invocation),
                                location,
                                url -> compare(invocation, url, new RunRequest.Session(0, 0, null)))));
    }

    private Result<Answer> compare(Invocation invocation, DatabaseUrl url, RunRequest.Session session) {
        return open(
                invocation, url, session, opened -> opened.check().then(differences -> Result.ok(answer(differences))));
    }

    private static Answer answer(List<String> differences) {
        JsonObject json = new JsonObject().put("differences", differences);
        if (differences.isEmpty()) {
            return Answer.done("No differences: the database has what the models say.", json);
        }
        String text = (differences.size() == 1
                        ? "1 difference. To be as the models say:"
                        : differences.size() + " differences. To be as the models say:")
                + "\n- " + String.join("\n- ", differences);
        return new Answer(text, json, ExitCodes.ATTENTION);
    }
}
