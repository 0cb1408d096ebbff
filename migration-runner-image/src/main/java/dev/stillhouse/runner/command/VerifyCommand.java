package dev.stillhouse.runner.command;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.runner.backup.Backups;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.backup.StoredManifest;
import dev.stillhouse.runner.backup.VerificationOrder;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.decide.BackupFindings;
import dev.stillhouse.runner.decide.Rows;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.Cancellation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description =
                "Reads a backup back, restores it into a copy (--copies), and compares it with what was read when it was taken.")
final class VerifyCommand extends StoreCommand {
    @Option(
            names = "--from",
            required = true,
            paramLabel = "PLACE",
            description = "Where backups lie: a folder, or s3://bucket/prefix.")
    String from = "";

    @Option(names = "--location", required = true, paramLabel = "SPACE/NAME", description = "The backup's name there.")
    String location = "";

    @Option(
            names = "--by",
            paramLabel = "HOW",
            defaultValue = "restore",
            description =
                    "restore: it is restored and compared. digest: its files are read and compared with its manifest,"
                            + " and not restored. Default: ${DEFAULT-VALUE}.")
    BackupCommand.How by = BackupCommand.How.restore;

    @Mixin
    CopyOptions copies = new CopyOptions();

    @Mixin
    UrlOptions database = new UrlOptions();

    @Option(
            names = "--digest",
            paramLabel = "sha256:…",
            description = "The digest that the backup's manifest must have, as it was told when it was taken.")
    @Nullable
    String digest;

    @Override
    String place() {
        return from;
    }

    @Override
    Result<Answer> answer(Invocation invocation, PlaceOfBackups place) {
        Cancellation cancellation = new Cancellation();
        invocation.stop().react(cancellation::now);
        return copies.host(invocation, database)
                .then(host -> tools(invocation)
                        .then(tools -> open(invocation, place).then(store -> {
                            try (store) {
                                Backups backups = new Backups(
                                        tools,
                                        invocation.environment(),
                                        invocation.terminal()::say,
                                        standing -> {},
                                        cancellation);
                                return StoredManifest.read(store, location, digest)
                                        .then(stored -> backups.verify(store, stored.manifest(), order(place, host))
                                                .then(contents -> Result.ok(answer(stored))));
                            }
                        })));
    }

    private VerificationOrder order(PlaceOfBackups place, CopyHost host) {
        return new VerificationOrder(location, verification(), jobs, host, place.scratch());
    }

    private BackupVerification verification() {
        return by == BackupCommand.How.restore ? BackupVerification.Restore : BackupVerification.Digest;
    }

    private Answer answer(StoredManifest stored) {
        Manifest manifest = stored.manifest();
        BackupState state = BackupFindings.good(verification(), manifest.verification());
        int tables = manifest.contents().tables().size();
        String text = "Backup " + location + " of " + manifest.origin().name()
                + (by == BackupCommand.How.restore
                        ? " can be restored, and is equal to what was read when it was taken: "
                        : " has the files that its manifest names; they were not restored: ")
                + manifest.contents().rows() + " rows in " + tables + " tables, at "
                + Rows.text(manifest.revisions()) + ", as of " + manifest.snapshotTime() + ".";
        return Answer.done(
                text,
                new JsonObject()
                        .put("location", location)
                        .put("state", state.name())
                        .put("digest", stored.digest())
                        .put("database", manifest.origin().name())
                        .put("revisions", manifest.revisions())
                        .put("snapshotTime", manifest.snapshotTime())
                        .put("sizeBytes", manifest.sizeBytes())
                        .put("tables", tables)
                        .put("rows", manifest.contents().rows()));
    }
}
