package dev.stillhouse.runner.backup.contents;

import dev.stillhouse.runner.backup.tools.Halt;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
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
     * Reads everything.
     *
     * @param sessions how many tables are read at the same time
     * @param progress takes a sentence for each table
     */
    public static Result<Contents> read(Snapshot snapshot, int sessions, Consumer<String> progress) {
        return snapshot.join(sessions).then(joined -> {
            try {
                List<SequenceContent> sequences = SequenceReader.read(joined.getFirst());
                List<String> schema = SchemaReader.read(joined.getFirst());
                LargeObjects largeObjects = LargeObjectReader.read(joined.getFirst());
                return tables(Units.of(snapshot.tables()), joined, progress)
                        .then(tables -> Result.ok(new Contents(tables, sequences, largeObjects, schema)));
            } catch (SQLException e) {
                return failed(e, snapshot.halt());
            } finally {
                joined.forEach(Session::close);
            }
        });
    }

    /** Reads the sequences again, when the dump is done. */
    public static Result<Contents> withSequencesAgain(Snapshot snapshot, Contents before) {
        try {
            return Result.ok(new Contents(
                    before.tables(),
                    SequenceReader.again(snapshot.session(), before.sequences()),
                    before.largeObjects(),
                    before.schema()));
        } catch (SQLException e) {
            return failed(e, snapshot.halt());
        }
    }

    private static Result<List<TableContent>> tables(
            List<Table> units, List<Session> sessions, Consumer<String> progress) {
        Queue<Table> waiting = new ConcurrentLinkedQueue<>(units);
        List<TableContent> contents = new ArrayList<>();
        @Nullable Trouble trouble = null;
        try (ExecutorService readers = Executors.newFixedThreadPool(sessions.size())) {
            List<Future<Result<List<TableContent>>>> futures = new ArrayList<>();
            for (Session session : sessions) {
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
            trouble = Halt.trouble();
        }
        contents.sort(Comparator.comparing(content -> content.table().toString()));
        return trouble == null ? Result.ok(contents) : Result.failed(trouble);
    }

    private static Result<List<TableContent>> tables(Queue<Table> waiting, Session session, Consumer<String> progress) {
        List<TableContent> contents = new ArrayList<>();
        try {
            for (Table table = waiting.poll(); table != null; table = waiting.poll()) {
                QualifiedName name = table.name();
                TableContent content = session.one(
                        table.contentQuery(), row -> new TableContent(name, row.getLong(1), row.getString(2)));
                contents.add(content);
                progress.accept("Read " + name + ": " + content.rows() + (content.rows() == 1 ? " row." : " rows."));
            }
            return Result.ok(contents);
        } catch (SQLException e) {
            // The others need not go on.
            waiting.clear();
            return failed(e, session.halt());
        }
    }

    private static <T> Result<T> failed(SQLException e, Halt halt) {
        return halt.requested() ? Result.failed(Halt.trouble()) : Session.failed(e);
    }
}
