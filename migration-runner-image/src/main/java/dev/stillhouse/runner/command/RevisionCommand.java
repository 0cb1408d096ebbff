package dev.stillhouse.runner.command;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.NewRevision;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "revision",
        description =
                "Writes a new revision file and prints its path. With --autogenerate the models are compared with a"
                        + " private PostgreSQL that has all revisions; no other database is touched.")
final class RevisionCommand extends ProjectCommand {
    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "The title of the revision.")
    @Nullable
    String message;

    @Option(names = "--autogenerate", description = "Fill it with what the models have and the revisions lack.")
    boolean autogenerate;

    @Option(
            names = "--head",
            paramLabel = "REVISION",
            description = "What it is built on: a head, label@head, or base for a new branch. Default: head.")
    @Nullable
    String head;

    @Option(names = "--splice", description = "Let --head be a revision that is no head.")
    boolean splice;

    @Option(names = "--branch-label", paramLabel = "LABEL", description = "A label for the branch. May be repeated.")
    List<String> branchLabels = List.of();

    @Option(
            names = "--depends-on",
            paramLabel = "REVISION",
            description = "A revision that has to run before. May be repeated.")
    List<String> dependsOn = List.of();

    @Option(names = "--version-path", paramLabel = "FOLDER", description = "The folder, if the project has several.")
    @Nullable
    String versionPath;

    @Option(names = "--rev-id", paramLabel = "REVISION", description = "The identifier, instead of a random one.")
    @Nullable
    String revisionId;

    @Override
    Result<Answer> answer(Invocation invocation) {
        if (!autogenerate) {
            return write(invocation, NoDatabase.URL);
        }
        return project.source(invocation.environment())
                .then(location -> PrivateDatabase.atHead(
                        invocation, projectOf(invocation), location, url -> write(invocation, url)));
    }

    private Result<Answer> write(Invocation invocation, DatabaseUrl url) {
        NewRevision revision =
                new NewRevision(message, autogenerate, head, splice, branchLabels, dependsOn, versionPath, revisionId);
        return open(
                invocation,
                url,
                new RunRequest.Session(0, 0, null),
                opened -> opened.revision(revision).then(written -> Result.ok(WrittenFiles.answer(written))));
    }
}
