package dev.stillhouse.runner.command;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.project.MigrationProject;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** A command about a project: reads its options, gets an answer, tells it. */
abstract class ProjectCommand extends StoppableCommand {
    @Mixin
    ProjectOptions project = new ProjectOptions();

    @Override
    final String notEnded() {
        return "The command was asked to stop, and the project did not react in time. If it was changing the database, look"
                + " where that stands with: stillhouse current.";
    }

    /** Opens the project with this database, does the work and closes it. */
    final <T> Result<T> open(
            Invocation invocation,
            DatabaseUrl url,
            RunRequest.Session session,
            Function<MigrationProject, Result<T>> work) {
        return project.source(invocation.environment())
                .then(location -> new UnlockedProject(location, invocation.stop())
                        .with(UnlockedProject.request(projectOf(invocation), session), url, work));
    }

    RunRequest.Project projectOf(Invocation invocation) {
        return project.project(invocation.before());
    }
}
