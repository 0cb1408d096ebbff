package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Restores a dump into a database of a private server, so that none of its code runs as a superuser. */
public final class PrivateRestore {
    /** What such a server has not: other disks, other ways to store a table, providers of labels. */
    private static final List<String> OPTIONS =
            List.of("--no-tablespaces", "--no-table-access-method", "--no-security-labels");

    /** An owner of some of these has to be a superuser, and there is none among the dump's roles. */
    private static final List<String> OPTIONS_OF_SUPERUSER = List.of("--no-owner");

    private static final String LET_EVERYBODY_USE_SERVERS = """
            DO $$ DECLARE one name; BEGIN
                FOR one IN SELECT fdwname FROM pg_catalog.pg_foreign_data_wrapper LOOP
                    EXECUTE pg_catalog.format('GRANT USAGE ON FOREIGN DATA WRAPPER %I TO PUBLIC', one);
                END LOOP;
                FOR one IN SELECT srvname FROM pg_catalog.pg_foreign_server LOOP
                    EXECUTE pg_catalog.format('GRANT USAGE ON FOREIGN SERVER %I TO PUBLIC', one);
                END LOOP;
            END $$
            """;

    private final PgTools tools;
    private final PreparedDatabase database;
    private final CopyPurpose purpose;
    private final Path dump;
    private final int jobs;
    private final List<LeftOut> foreignKeys;
    private final Cancellation cancellation;

    /**
     * Makes ready.
     *
     * @param jobs tables and indexes that are restored at the same time
     * @param foreignKeys those that are not made
     */
    public PrivateRestore(
            PgTools tools,
            PreparedDatabase database,
            CopyPurpose purpose,
            Path dump,
            int jobs,
            List<LeftOut> foreignKeys,
            Cancellation cancellation) {
        this.tools = tools;
        this.database = database;
        this.purpose = purpose;
        this.dump = dump;
        this.jobs = jobs;
        this.foreignKeys = foreignKeys;
        this.cancellation = cancellation;
    }

    /** @return what was left out, a sentence for each; a failure of pg_restore has the reason {@code RestoreFailed} */
    public Result<List<String>> run() {
        return Archive.entries(tools, dump, cancellation).then(all -> {
            List<ArchiveEntry> entries = LeftOut.without(foreignKeys, all).stream()
                    .filter(this::isWanted)
                    .toList();
            RestoreStages stages = RestoreStages.of(entries);
            Result<Path> objects = Result.ok(dump);
            for (RestoreStages.Stage stage : stages.objects()) {
                objects = objects.then(done -> stage.superuser()
                        ? asSuperuser(stage.entries()).then(ok -> serversForEverybody())
                        : asRestorer(stage.entries()));
            }
            return objects.then(done -> foreignViews())
                    .then(foreign -> asRestorer(stages.refreshes().stream()
                                    .filter(entry -> foreign.stream().noneMatch(view -> view.isFilledBy(entry)))
                                    .toList())
                            .then(done -> asSuperuser(stages.privileges()))
                            .then(done -> asSuperuser(stages.eventTriggers()))
                            .then(done -> Result.ok(leftOut(entries, foreign, foreignKeys))));
        });
    }

    /** Who tries a plan is not to be let into the servers of others. */
    private boolean isWanted(ArchiveEntry entry) {
        return purpose != CopyPurpose.REHEARSAL || !entry.is("USER MAPPING");
    }

    private Result<Path> asRestorer(List<ArchiveEntry> entries) {
        return restore(database.asRestorer(), jobs, OPTIONS, entries);
    }

    private Result<Path> asSuperuser(List<ArchiveEntry> entries) {
        List<String> options = new ArrayList<>(OPTIONS);
        options.addAll(OPTIONS_OF_SUPERUSER);
        return restore(database.asSuperuser(), 1, options, entries);
    }

    private Result<Path> restore(DatabaseUrl url, int parallel, List<String> options, List<ArchiveEntry> entries) {
        return PgRestore.runOnAnyServer(
                tools,
                new PgRestore.Order(url, purpose.application(), dump, parallel, options, entries),
                line -> {},
                cancellation);
    }

    private Result<Path> serversForEverybody() {
        return with(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(LET_EVERYBODY_USE_SERVERS);
                return Result.ok(dump);
            }
        });
    }

    private Result<List<ForeignView>> foreignViews() {
        return with(connection -> Result.ok(ForeignView.all(connection)));
    }

    private static List<String> leftOut(
            List<ArchiveEntry> entries, List<ForeignView> foreign, List<LeftOut> foreignKeys) {
        List<String> notes = new ArrayList<>();
        notes.addAll(ForeignView.unfilled(foreign, entries));
        notes.addAll(LeftOut.notes(foreignKeys));
        long subscriptions =
                entries.stream().filter(entry -> entry.is("SUBSCRIPTION")).count();
        if (subscriptions > 0) {
            notes.add("Not created in the copy, as they would connect to other servers: " + subscriptions
                    + (subscriptions == 1 ? " subscription." : " subscriptions."));
        }
        return notes;
    }

    private <T> Result<T> with(Connector.Work<T> work) {
        return new Connector(database.asSuperuser(), purpose.application())
                .with(
                        work,
                        e -> new Trouble(
                                Reason.BackupNotVerifiable,
                                "The restored copy cannot be looked at: " + SqlWords.of(e) + "."));
    }
}
