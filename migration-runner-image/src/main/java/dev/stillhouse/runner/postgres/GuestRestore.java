package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.QuotedText;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.decide.SqlStates;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Restores a dump into a database that is there for a while on a server that others use. All in it belongs to the user, and nothing
 * in it acts by itself: what would is left out.
 */
public final class GuestRestore {
    /**
     * Owners and privileges are of roles, which are the whole server's. Of labels and other disks the copy needs none; comments
     * can be said by owners only, and that of an extension may be somebody else.
     */
    private static final List<String> OPTIONS =
            List.of("--no-owner", "--no-privileges", "--no-tablespaces", "--no-security-labels", "--no-comments");

    private static final String TIMESCALE = "timescaledb";

    /** Tables and sequences of extensions that are in dumps, and that the user may not write to. */
    private static final String CLOSED = """
            SELECT n.nspname, c.relname
              FROM pg_catalog.pg_extension e
             CROSS JOIN unnest(e.extconfig) AS k (class)
              JOIN pg_catalog.pg_class c ON c.oid = k.class
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE NOT has_schema_privilege(n.oid, 'USAGE')
                OR NOT CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'UPDATE')
                    ELSE has_table_privilege(c.oid, 'INSERT') END
             ORDER BY 1, 2""";

    private final PgTools tools;
    private final DatabaseUrl url;
    private final @Nullable String role;
    private final String applicationName;
    private final Path dump;
    private final int jobs;
    private final List<LeftOut> foreignKeys;
    private final Cancellation cancellation;

    /**
     * Makes ready.
     *
     * @param url the new database
     * @param role the role for {@code SET ROLE}
     * @param jobs tables and indexes that are restored at the same time
     * @param foreignKeys those that are not made
     */
    public GuestRestore(
            PgTools tools,
            DatabaseUrl url,
            @Nullable String role,
            String applicationName,
            Path dump,
            int jobs,
            List<LeftOut> foreignKeys,
            Cancellation cancellation) {
        this.tools = tools;
        this.url = url;
        this.role = role;
        this.applicationName = applicationName;
        this.dump = dump;
        this.jobs = jobs;
        this.foreignKeys = foreignKeys;
        this.cancellation = cancellation;
    }

    /** A table or a sequence. */
    public record Relation(String schema, String name) {}

    /**
     * What came of it.
     *
     * @param extensions those that were not created
     * @param schemas in which all was theirs
     * @param closed tables and sequences of extensions that the user may not write to, nor always read
     * @param notes what was left out, a sentence for each
     */
    public record Outcome(List<String> extensions, List<String> schemas, List<Relation> closed, List<String> notes) {}

    /** Those that are not created, in whatever database. */
    public static List<String> leftOutExtensions() {
        return SingleHomed.ALL.stream().map(SingleHomed::extension).toList();
    }

    /** @return what is missing; a failure of pg_restore has the reason {@code RestoreFailed} */
    public Result<Outcome> run() {
        return Archive.entries(tools, dump, cancellation).then(all -> {
            List<ArchiveEntry> entries = LeftOut.without(foreignKeys, all);
            List<SingleHomed> elsewhere = SingleHomed.ALL.stream()
                    .filter(it -> entries.stream().anyMatch(entry -> entry.is("EXTENSION - " + it.extension())))
                    .toList();
            List<ArchiveEntry> wanted = entries.stream()
                    .filter(Predicate.not(GuestRestore::acts))
                    .filter(entry -> elsewhere.stream().noneMatch(it -> it.isMeantBy(entry)))
                    .toList();
            int base = lastExtension(wanted) + 1;
            List<ArchiveEntry> extensions = wanted.subList(0, base);
            return restore(1, extensions)
                    .then(done -> prepared(extensions))
                    .then(closed -> rest(entries, wanted.subList(base, wanted.size()), elsewhere, closed));
        });
    }

    private Result<Outcome> rest(
            List<ArchiveEntry> entries, List<ArchiveEntry> wanted, List<SingleHomed> elsewhere, List<Relation> closed) {
        List<ArchiveEntry> possible = wanted.stream()
                .filter(entry -> closed.stream().noneMatch(it -> entry.fills(it.schema(), it.name())))
                .toList();
        List<Relation> unfilled = closed.stream()
                .filter(it -> entries.stream().anyMatch(entry -> entry.fills(it.schema(), it.name())))
                .toList();
        return restore(
                        jobs,
                        possible.stream()
                                .filter(Predicate.not(ArchiveEntry::refreshes))
                                .toList())
                .then(done -> with(connection -> Result.ok(ForeignView.all(connection))))
                .then(foreign -> restore(
                                jobs,
                                possible.stream()
                                        .filter(ArchiveEntry::refreshes)
                                        .filter(entry -> foreign.stream().noneMatch(view -> view.isFilledBy(entry)))
                                        .toList())
                        .then(done -> Result.ok(new Outcome(
                                elsewhere.stream().map(SingleHomed::extension).toList(),
                                elsewhere.stream().map(SingleHomed::schema).toList(),
                                closed,
                                notes(entries, elsewhere, unfilled, foreign)))));
    }

    /** Whether something comes of it that nobody asked for: connections to other servers, code at each definition. */
    private static boolean acts(ArchiveEntry entry) {
        return entry.ofEventTrigger()
                || entry.is("SUBSCRIPTION")
                || entry.is("PUBLICATION")
                || entry.is("USER MAPPING");
    }

    private static int lastExtension(List<ArchiveEntry> entries) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).is("EXTENSION")) {
                return i;
            }
        }
        return -1;
    }

    /** What the extensions want before anything else is restored, and what of theirs the user may not fill. */
    private Result<List<Relation>> prepared(List<ArchiveEntry> extensions) {
        return with(connection -> {
            if (extensions.stream().anyMatch(entry -> entry.is("EXTENSION - " + TIMESCALE))) {
                beginTimescale(connection);
            }
            if (role != null) {
                Sql.update(connection, "SET ROLE " + Sql.quote(role));
            }
            return Result.ok(Sql.list(connection, CLOSED, row -> new Relation(row.getString(1), row.getString(2))));
        });
    }

    /**
     * Its background workers stop, and its triggers do not fire: docs.timescale.com, "timescaledb_pre_restore()". Its counterpart is not
     * called, as it would start them in the copy, where they delete and compress what is old.
     */
    private static void beginTimescale(Connection connection) throws SQLException {
        String schema = Sql.one(
                connection,
                "SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace"
                        + " WHERE e.extname = " + QuotedText.quote(TIMESCALE),
                row -> row.getString(1));
        Sql.list(
                connection,
                "SELECT " + Sql.quote(schema) + ".timescaledb_pre_restore()::text",
                row -> row.getString(1));
    }

    private Result<Path> restore(int parallel, List<ArchiveEntry> entries) {
        List<String> options = new ArrayList<>(OPTIONS);
        options.addAll(PgRestore.options(role));
        return PgRestore.runOnAnyServer(
                tools,
                new PgRestore.Order(url, applicationName, dump, parallel, options, entries),
                line -> {},
                cancellation);
    }

    private List<String> notes(
            List<ArchiveEntry> entries,
            List<SingleHomed> elsewhere,
            List<Relation> unfilled,
            List<ForeignView> foreign) {
        List<String> notes = new ArrayList<>();
        elsewhere.forEach(
                it -> notes.add("Not created in the copy, as it works in one database of a server only: the extension "
                        + it.extension() + ", with all that is in the schema " + it.schema() + "."));
        if (!unfilled.isEmpty()) {
            notes.add("Not filled in the copy, as they are an extension's and the user may not write to them: "
                    + String.join(
                            ", ",
                            unfilled.stream()
                                    .map(it -> it.schema() + "." + it.name())
                                    .toList())
                    + ".");
        }
        notes.addAll(ForeignView.unfilled(foreign, entries));
        notes.addAll(LeftOut.notes(foreignKeys));
        List<String> acting = new ArrayList<>();
        count(acting, entries, ArchiveEntry::ofEventTrigger, "event trigger");
        count(acting, entries, entry -> entry.is("PUBLICATION -"), "publication");
        count(acting, entries, entry -> entry.is("SUBSCRIPTION -"), "subscription");
        count(acting, entries, entry -> entry.is("USER MAPPING"), "user mapping");
        if (!acting.isEmpty()) {
            notes.add("Not created in the copy, as they would act by themselves or reach other servers: "
                    + String.join(", ", acting) + ".");
        }
        return notes;
    }

    private static void count(
            List<String> counts, List<ArchiveEntry> entries, Predicate<ArchiveEntry> which, String word) {
        long number = entries.stream().filter(which).count();
        if (number > 0) {
            counts.add(number + " " + word + (number == 1 ? "" : "s"));
        }
    }

    private <T> Result<T> with(Connector.Work<T> work) {
        return new Connector(url, applicationName)
                .with(
                        work,
                        e -> new Trouble(
                                SqlStates.passes(e.getSQLState()) ? Reason.ConnectionFailed : Reason.RestoreFailed,
                                "The copy cannot be looked at: " + SqlWords.of(e) + "."));
    }
}
