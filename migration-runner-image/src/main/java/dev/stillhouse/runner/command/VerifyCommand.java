package dev.stillhouse.runner.command;

import dev.stillhouse.runner.backup.Backups;
import dev.stillhouse.runner.backup.contents.Manifest;
import dev.stillhouse.runner.backup.tools.Halt;
import dev.stillhouse.runner.decide.Rows;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description =
                "Restores a backup into a private PostgreSQL and compares it with what was read when it was taken.")
final class VerifyCommand extends StoreCommand {
    @Option(
            names = "--from",
            required = true,
            paramLabel = "PLACE",
            description = "Where backups lie: a folder, or s3://bucket/prefix.")
    String from = "";

    @Option(names = "--location", required = true, paramLabel = "SPACE/NAME", description = "The backup's name there.")
    String location = "";

    @Override
    String place() {
        return from;
    }

    @Override
    Result<Answer> answer(Invocation invocation, PlaceOfBackups place) {
        Halt halt = new Halt();
        invocation.stop().react(halt::now);
        return tools(invocation)
                .then(tools -> open(invocation, place).then(store -> {
                    try (store) {
                        return new Backups(
                                        tools,
                                        invocation.environment(),
                                        invocation.terminal()::say,
                                        standing -> {},
                                        halt)
                                .verify(store, location, place.scratch(), jobs)
                                .then(manifest -> Result.ok(answer(manifest)));
                    }
                }));
    }

    private Answer answer(Manifest manifest) {
        int tables = manifest.contents().tables().size();
        String text = "Backup " + location + " of " + manifest.origin().name()
                + " can be restored, and is equal to what was read when it was taken: "
                + manifest.contents().rows() + " rows in " + tables + " tables, at "
                + Rows.text(manifest.revisions()) + ", as of " + manifest.snapshotTime() + ".";
        return Answer.done(
                text,
                new JsonObject()
                        .put("location", location)
                        .put("state", "Verified")
                        .put("database", manifest.origin().name())
                        .put("revisions", manifest.revisions())
                        .put("snapshotTime", manifest.snapshotTime())
                        .put("sizeBytes", manifest.sizeBytes())
                        .put("tables", tables)
                        .put("rows", manifest.contents().rows()));
    }
}
