package dev.stillhouse.runner.command;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "merge", description = "Writes a revision file that merges branches, and prints its path.")
final class MergeCommand extends ProjectCommand {
    @Parameters(
            paramLabel = "REVISION",
            arity = "0..*",
            defaultValue = "heads",
            description = "What is merged, as for alembic. Default: ${DEFAULT-VALUE}, which are all of them.")
    List<String> revisions = List.of();

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "The title of the revision.")
    @Nullable
    String message;

    @Option(names = "--branch-label", paramLabel = "LABEL", description = "A label for the branch. May be repeated.")
    List<String> branchLabels = List.of();

    @Option(names = "--rev-id", paramLabel = "REVISION", description = "The identifier, instead of a random one.")
    @Nullable
    String revisionId;

    @Override
    Result<Answer> answer(Invocation invocation) {
        List<String> merged = Targets.checked(spec(), revisions);
        return open(
                invocation,
                NoDatabase.URL,
                new RunRequest.Session(0, 0, null),
                opened -> opened.merge(merged, message, branchLabels, revisionId)
                        .then(written -> Result.ok(WrittenFiles.answer(written))));
    }
}
