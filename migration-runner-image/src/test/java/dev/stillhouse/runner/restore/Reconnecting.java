package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.fixture.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Clients that connect again at once whenever they lose their connection, as a web application does. */
final class Reconnecting implements AutoCloseable {
    private final Postgres.Database database;
    private final List<Thread> threads;
    private final List<String> columns = new CopyOnWriteArrayList<>();
    private volatile boolean end;

    private Reconnecting(Postgres.Database database, int clients) {
        this.database = database;
        this.threads = IntStream.range(0, clients)
                .mapToObj(client -> {
                    columns.add("");
                    return Thread.ofPlatform().daemon().start(() -> work(client));
                })
                .toList();
    }

    static Reconnecting to(Postgres.Database database, int clients) {
        return new Reconnecting(database, clients);
    }

    private void work(int client) {
        while (!end) {
            try (Connection connection = database.connect("client-" + client);
                    Statement statement = connection.createStatement()) {
                while (!end) {
                    try (ResultSet row = statement.executeQuery("SELECT string_agg(attname, ' ') FROM pg_attribute"
                            + " WHERE attrelid = 'orders'::regclass AND attnum > 0 AND NOT attisdropped")) {
                        row.next();
                        columns.set(client, row.getString(1));
                    }
                }
            } catch (SQLException | IllegalStateException e) {
                // Again.
            }
        }
    }

    /** Whether the last look of each client found the column. */
    boolean everybodySees(String column) {
        return columns.stream().allMatch(names -> names.contains(column));
    }

    @Override
    public void close() {
        end = true;
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
