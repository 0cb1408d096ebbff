package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.fingerprint.DetailReader;
import dev.stillhouse.runner.fingerprint.ExpressionReader;
import dev.stillhouse.runner.fingerprint.Expressions;
import dev.stillhouse.runner.fingerprint.SchemaReader;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what is in a database, table by table, in several sessions under one snapshot. */
public final class ContentReader {
    private ContentReader() {}

    /**
     * Reads everything but the rows that are excluded, with nobody at work in the database.
     *
     * @param compared what the expressions are to be compared with; of others none is read, nor where it is null
     */
    public static Result<Contents> read(
            Snapshot snapshot, @Nullable Expressions compared, int sessions, Consumer<String> progress) {
        return sequences(snapshot)
                .then(sequences -> read(
                        snapshot,
                        new Selection.All(""),
                        compared == null ? null : new Wanted(compared.choice(), true),
                        sequences,
                        sessions,
                        progress));
    }

    /** Where the sequences stand. To be read before a dump begins: it may come to one of them at any time from then on. */
    public static Result<List<SequenceContent>> sequences(Snapshot snapshot) {
        try {
            NeutralSession session = snapshot.session();
            return Result.ok(session.unlocked(
                    () -> SequenceReader.read(session, snapshot.excluded().sequences())));
        } catch (SQLException e) {
            return failed(e, snapshot.cancellation());
        }
    }

    /**
     * Reads all but the sequences. Large objects are left out with the rows of tables: none is known to be of a table.
     *
     * @param selection whose rows; where others are missing because nobody needs them, so are the expressions of others
     * @param sequences as they were read before
     * @param sessions how many tables are read at the same time
     * @param progress takes a sentence for each table
     */
    public static Result<Contents> read(
            Snapshot snapshot,
            Selection selection,
            List<SequenceContent> sequences,
            int sessions,
            Consumer<String> progress) {
        // As with large objects: what is of no table is in a backup of all tables, or of all but a few.
        boolean whole = selection.hasLargeObjects();
        return read(
                snapshot,
                selection,
                new Wanted((relation, key) -> whole || relation != 0 && selection.reads(relation), whole),
                sequences,
                sessions,
                progress);
    }

    private static Result<Contents> read(
            Snapshot snapshot,
            Selection selection,
            @Nullable Wanted wanted,
            List<SequenceContent> sequences,
            int sessions,
            Consumer<String> progress) {
        return snapshot.join(sessions).then(joined -> {
            try {
                Set<Long> undefined = snapshot.excluded().definitions();
                List<String> schema = SchemaReader.read(joined.getFirst(), undefined);
                List<String> details = DetailReader.read(joined.getFirst(), undefined);
                @Nullable
                Expressions expressions =
                        wanted == null ? null : expressions(joined.getFirst(), undefined, wanted, progress);
                LargeObjects largeObjects =
                        selection.hasLargeObjects() ? LargeObjectReader.read(joined.getFirst()) : LargeObjects.NONE;
                List<Table> units = Units.of(snapshot.tables()).stream()
                        .filter(unit -> selection.reads(unit.oid()))
                        .filter(unit -> selection instanceof Selection.Some
                                || !snapshot.excluded().rows().contains(unit.oid()))
                        .toList();
                return tables(units, joined, progress)
                        .then(tables ->
                                Result.ok(new Contents(tables, sequences, largeObjects, schema, details, expressions)));
            } catch (SQLException e) {
                return failed(e, snapshot.cancellation());
            } finally {
                joined.forEach(NeutralSession::close);
            }
        });
    }

    /** Which expressions are read, and whether views and rules may be among them. */
    private record Wanted(ExpressionReader.Choice choice, boolean rules) {}

    /**
     * What cannot be read cannot be compared, and a backup is as good without: a view that somebody holds, a letter that has
     * no place in Unicode, a function that the user may not call, or more of them than there is memory for.
     */
    private static @Nullable Expressions expressions(
            NeutralSession session, Set<Long> undefined, Wanted wanted, Consumer<String> progress) throws SQLException {
        try {
            return ExpressionReader.read(session, undefined, wanted.rules(), wanted.choice());
        } catch (SQLException e) {
            if (session.cancellation().requested()) {
                throw e;
            }
            progress.accept("The expressions of the schema cannot be read: " + SqlWords.of(e) + ".");
            return null;
        } catch (OutOfMemoryError e) {
            progress.accept("The expressions of the schema need more memory than there is.");
            return null;
        }
    }

    /** Looks again at what no snapshot holds, when the dump is done: sequences, and definitions that need no table for themselves. */
    public static Result<Contents> afterTheDump(Snapshot snapshot, Contents before) {
        try {
            NeutralSession session = snapshot.session();
            return Result.ok(new Contents(
                    before.tables(),
                    session.unlocked(() -> SequenceReader.again(session, before.sequences())),
                    before.largeObjects(),
                    before.schema(),
                    before.details(),
                    unchanged(session, before.expressions())));
        } catch (SQLException e) {
            return failed(e, snapshot.cancellation());
        }
    }

    private static @Nullable Expressions unchanged(NeutralSession session, @Nullable Expressions expressions)
            throws SQLException {
        return expressions == null
                ? null
                : expressions.without(session.unlocked(() -> ExpressionReader.changed(session)));
    }

    private static Result<List<TableContent>> tables(
            List<Table> units, List<NeutralSession> sessions, Consumer<String> progress) {
        Queue<Table> waiting = new ConcurrentLinkedQueue<>(units);
        List<TableContent> contents = new ArrayList<>();
        @Nullable Trouble trouble = null;
        try (ExecutorService readers = Executors.newFixedThreadPool(sessions.size())) {
            List<Future<Result<List<TableContent>>>> futures = new ArrayList<>();
            for (NeutralSession session : sessions) {
                futures.add(readers.submit(() -> tables(waiting, session, progress)));
            }
            for (Future<Result<List<TableContent>>> future : futures) {
                switch (future.get()) {
                    case Result.Ok<List<TableContent>>(List<TableContent> some) -> contents.addAll(some);
                    case Result.Failed<List<TableContent>>(Trouble why) -> trouble = trouble == null ? why : trouble;
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trouble = Cancellation.trouble();
        }
        contents.sort(Comparator.comparing(content -> content.table().toString()));
        return trouble == null ? Result.ok(contents) : Result.failed(trouble);
    }

    private static Result<List<TableContent>> tables(
            Queue<Table> waiting, NeutralSession session, Consumer<String> progress) {
        List<TableContent> contents = new ArrayList<>();
        try {
            for (Table table = waiting.poll(); table != null; table = waiting.poll()) {
                QualifiedName name = table.name();
                String query = table.contentQuery();
                TableContent content = session.unlocked(
                        () -> session.one(query, row -> new TableContent(name, row.getLong(1), row.getString(2))));
                contents.add(content);
                progress.accept("Read " + name + ": " + content.rows() + (content.rows() == 1 ? " row." : " rows."));
            }
            return Result.ok(contents);
        } catch (SQLException e) {
            // The others need not go on.
            waiting.clear();
            return failed(e, session.cancellation());
        }
    }

    private static <T> Result<T> failed(SQLException e, Cancellation cancellation) {
        return cancellation.requested() ? Result.failed(Cancellation.trouble()) : NeutralSession.failed(e);
    }
}
