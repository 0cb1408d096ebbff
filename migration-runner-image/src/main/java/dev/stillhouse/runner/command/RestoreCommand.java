package dev.stillhouse.runner.command;

import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.run.Journal;
import dev.stillhouse.runner.run.RestoreRun;
import dev.stillhouse.runner.run.Stop.Deadline;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "restore",
        description = "Brings the database back from a backup. The one that was there is kept under a dated name.")
final class RestoreCommand extends StoreCommand {
    @Mixin
    UrlOptions database = new UrlOptions();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "PLACE",
            description = "Where backups lie: a folder, or s3://bucket/prefix.")
    String from = "";

    @Option(names = "--location", required = true, paramLabel = "SPACE/NAME", description = "The backup's name there.")
    String location = "";

    @Option(
            names = "--confirm",
            required = true,
            paramLabel = "DATABASE",
            description = "Name of the database that is replaced or changed, to show that it is the one you mean.")
    String confirm = "";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "swap",
            converter = Modes.class,
            description = "swap: into a new database, compared, then put in place of the old one, which is kept."
                    + " new-database: the same, and left beside the old one. in-place: over the objects of the database,"
                    + " in one transaction. rows: rows that were saved right before statements changed them, into their tables."
                    + " Default: ${DEFAULT-VALUE}.")
    RestoreMode mode = RestoreMode.Swap;

    @Option(
            names = "--digest",
            paramLabel = "sha256:…",
            description = "The digest that the backup's manifest must have, as it was told when it was taken.")
    @Nullable
    String digest;

    @Option(
            names = "--verified",
            description =
                    "A backup that could not be verified when it was taken was verified since, by stillhouse verify.")
    boolean verified;

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            defaultValue = "24h",
            description = "How long it may take; what runs is then cancelled. Default: ${DEFAULT-VALUE}.")
    Duration deadline = Duration.ofHours(24);

    /** As they are written on the command line. */
    static final class Modes implements ITypeConverter<RestoreMode> {
        @Override
        public RestoreMode convert(String text) {
            return switch (text) {
                case "swap" -> RestoreMode.Swap;
                case "new-database" -> RestoreMode.NewDatabase;
                case "in-place" -> RestoreMode.InPlace;
                case "rows" -> RestoreMode.Rows;
                default ->
                    throw new TypeConversionException(
                            "'" + text + "' is no mode; there are swap, new-database, in-place and rows");
            };
        }
    }

    @Override
    String place() {
        return from;
    }

    @Override
    Result<Answer> answer(Invocation invocation, PlaceOfBackups place) {
        return database.required(invocation)
                .then(source -> Result.ok(ReportText.answer(restore(invocation, source.url(), place))));
    }

    private RunReport restore(Invocation invocation, DatabaseUrl url, PlaceOfBackups place) {
        Journal journal = invocation.journal(url);
        Deadline end = Deadline.in(deadline);
        invocation.stop().at(end);
        return new RestoreRun(request(place), url, journal, invocation.stop(), invocation.environment()).execute(end);
    }

    private RunRequest request(PlaceOfBackups place) {
        return new RunRequest(
                RunRequest.VERSION,
                Person.name(),
                UUID.randomUUID().toString(),
                Operation.Restore,
                List.of(),
                DowngradePolicy.Forbid,
                List.of(),
                new RunRequest.Project("", "", null, null, List.of(), null, null),
                new RunRequest.Session(0, 0, database.role),
                Instant.now().plus(deadline).toString(),
                null,
                new RunRequest.Restore(location, digest, verified, place.storage(), mode, confirm, jobs),
                false,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
