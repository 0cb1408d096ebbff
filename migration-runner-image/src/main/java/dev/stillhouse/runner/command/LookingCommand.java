package dev.stillhouse.runner.command;

import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.project.MigrationProject;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;

/** A command that asks the project about the database, without the lock: it may be asked while a migration runs. */
abstract class LookingCommand extends ProjectCommand {
    @Mixin
    DatabaseOptions database = new DatabaseOptions();

    /** Opens the project for the database that was named, and asks. */
    final Result<Answer> ask(
            Invocation invocation, BiFunction<MigrationProject, UrlOptions.Source, Result<Answer>> question) {
        return database.required(invocation)
                .then(source ->
                        open(invocation, source.url(), database.session(), opened -> question.apply(opened, source)));
    }
}
