package dev.stillhouse.runner.command;

import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.contract.StorageReader;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.output.TerminationLog;
import dev.stillhouse.runner.store.BackupStore;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code stillhouse delete-backup}: what the operator's Job does when a MigrationBackup is deleted. Files that are gone
 * already are no failure. The termination message is a report with the outcome, the reason and the message.
 */
@Command(
        name = "delete-backup",
        hidden = true,
        description =
                "Deletes the backup of the request in the variable STILLHOUSE_REQUEST, as the operator's Jobs do.",
        mixinStandardHelpOptions = true)
final class DeleteBackupCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable
    Stillhouse parent;

    @Spec
    @Nullable
    CommandSpec spec;

    private record Deletion(String location, BackupStorage storage) {}

    @Override
    public Integer call() {
        Map<String, String> environment = Objects.requireNonNull(parent).environment();
        RunReport report = read(environment)
                .then(deletion -> BackupStore.open(deletion.storage(), environment)
                        .then(store -> {
                            try (store) {
                                return store.delete(deletion.location())
                                        .then(files -> Result.ok(done(store, deletion.location(), files)));
                            }
                        }))
                .fold(done -> done, DeleteBackupCommand::failed);
        var err = Objects.requireNonNull(spec).commandLine().getErr();
        err.println(report.message());
        try {
            TerminationLog.from(environment).write(report);
        } catch (IOException e) {
            err.println("The termination log cannot be written: " + e);
        }
        return ExitCodes.of(report.outcome());
    }

    private static Result<Deletion> read(Map<String, String> environment) {
        String json = environment.get(RunRequest.VARIABLE);
        if (json == null || json.isBlank()) {
            return Result.failed(
                    Reason.ProtocolMismatch,
                    "stillhouse delete-backup is for the Jobs of the operator: " + RunRequest.VARIABLE
                            + " is not set.");
        }
        try {
            JsonObject request = Json.parse(json);
            int version = request.integer("version");
            if (version != RunRequest.VERSION) {
                throw new MalformedJson(
                        "it is of version " + version + ", and this runner knows " + RunRequest.VERSION);
            }
            return Result.ok(new Deletion(request.text("location"), StorageReader.read(request.object("storage"))));
        } catch (MalformedJson e) {
            return Result.failed(
                    Reason.ProtocolMismatch,
                    "The runner does not understand its request: " + e.getMessage()
                            + ". Operator and runner image must be of one version.");
        }
    }

    private static RunReport done(BackupStore store, String location, int files) {
        String message = files == 0
                ? "There was nothing at " + location + " in " + store.describe() + "."
                : "Deleted " + files + (files == 1 ? " file" : " files") + " at " + location + " in " + store.describe()
                        + ".";
        return report(Outcome.Succeeded, new Trouble(Reason.Deleting, message));
    }

    private static RunReport failed(Trouble trouble) {
        return report(Outcome.Failed, trouble);
    }

    private static RunReport report(Outcome outcome, Trouble end) {
        return new RunReport(
                RunRequest.VERSION,
                outcome,
                end.reason(),
                end.message(),
                null,
                null,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                end.failure(),
                null,
                null,
                Map.of());
    }
}
