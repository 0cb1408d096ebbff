package dev.stillhouse.runner.command;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.backup.BackupOrder;
import dev.stillhouse.runner.backup.Backups;
import dev.stillhouse.runner.contract.ReportWriter;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.decide.Rows;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Plan.VersionTable;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "backup", description = "Takes a backup of the database, and shows that it can be restored.")
final class BackupCommand extends StoreCommand {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int LONGEST_NAME = 200;

    @Mixin
    UrlOptions database = new UrlOptions();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PLACE",
            description = "Where backups lie: a folder, or s3://bucket/prefix.")
    String to = "";

    @Option(
            names = "--location",
            paramLabel = "SPACE/NAME",
            description = "Its name there. Default: local/<database>-<time>.")
    @Nullable
    String location;

    @Option(
            names = "--verify",
            paramLabel = "HOW",
            defaultValue = "restore",
            description = "restore: it is restored into a copy (--copies) and compared. digest: the stored files are"
                    + " read back, which does not show that they can be restored. Default: ${DEFAULT-VALUE}.")
    How verify = How.restore;

    @Option(
            names = "--version-table",
            paramLabel = "NAME",
            defaultValue = "alembic_version",
            description = "Alembic's version table, with its schema if several have one. Default: ${DEFAULT-VALUE}.")
    String versionTable = "alembic_version";

    @Mixin
    CopyOptions copies = new CopyOptions();

    @Mixin
    ExcludeOptions exclude = new ExcludeOptions();

    /** Named as they are written on the command line. */
    enum How {
        /** By a restore. */
        restore,
        /** By the digests of the files. */
        digest
    }

    @Override
    String place() {
        return to;
    }

    @Override
    Result<Answer> answer(Invocation invocation, PlaceOfBackups place) {
        Cancellation cancellation = new Cancellation();
        invocation.stop().react(cancellation::now);
        return database.required(invocation)
                .then(source -> copies.host(invocation, database)
                        .then(host -> tools(invocation)
                                .then(tools -> open(invocation, place).then(store -> {
                                    try (store) {
                                        return new Backups(
                                                        tools,
                                                        invocation.environment(),
                                                        invocation.terminal()::say,
                                                        standing -> {},
                                                        cancellation)
                                                .take(store, order(source.url(), place, host))
                                                .then(backup -> Result.ok(answer(source.url(), place, backup)));
                                    }
                                }))));
    }

    private BackupOrder order(DatabaseUrl url, PlaceOfBackups place, CopyHost host) {
        int dot = versionTable.indexOf('.');
        return new BackupOrder(
                url,
                database.role,
                SessionName.of(Person.name(), UUID.randomUUID().toString()),
                new VersionTable(dot < 0 ? null : versionTable.substring(0, dot), versionTable.substring(dot + 1)),
                BackupScope.Database,
                exclude.exclusion(),
                new Losses.Unknown(""),
                location == null ? location(url.database(), Instant.now()) : location,
                verify == How.restore ? BackupVerification.Restore : BackupVerification.Digest,
                jobs,
                host,
                place.scratch());
    }

    /** Of the characters that a location may have. */
    static String location(String database, Instant time) {
        String name = database.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.-]+", "-")
                .replaceAll("^[.-]+", "");
        String start = name.isEmpty() ? "database" : name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return "local/" + start + "-" + STAMP.format(time);
    }

    private static Answer answer(DatabaseUrl url, PlaceOfBackups place, RunReport.Backup backup) {
        String text = "Backup " + backup.location() + " of " + url.database() + " is " + backup.state()
                + ": " + backup.rows() + " rows in " + backup.tables() + " tables, at "
                + Rows.text(Objects.requireNonNullElse(backup.revisions(), List.of())) + ", as of "
                + backup.snapshotTime() + ", " + backup.sizeBytes() + " bytes, " + backup.digest() + ".\n"
                + "To bring it back: stillhouse restore --from " + place.written() + " --location "
                + backup.location() + " --confirm " + url.database()
                + (backup.scope() == BackupScope.Tables ? " --mode new-database" : "");
        return Answer.done(text, Objects.requireNonNull(ReportWriter.backup(backup)));
    }
}
