package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Tells who is in the way of a pg_restore that waits for a lock. It waits for ever, as it sets no timeout. */
final class LockWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final String HOLDERS = """
            SELECT DISTINCT format('pid %s (user %s, application %s)', b.pid, a.usename, a.application_name)
              FROM pg_stat_activity w
             CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS b (pid)
              LEFT JOIN pg_stat_activity a ON a.pid = b.pid
             WHERE w.application_name = ? AND w.datname = current_database() AND w.pid <> pg_backend_pid()
             ORDER BY 1""";

    private final Thread thread;

    private LockWatch(Thread thread) {
        this.thread = thread;
    }

    static LockWatch start(DatabaseUrl url, String applicationName, Consumer<String> messages) {
        return new LockWatch(Thread.ofPlatform().daemon().name("locks").start(() -> {
            if (new Connector(url, applicationName).connect() instanceof Result.Ok<Connection>(Connection it)) {
                watch(it, applicationName, messages);
            }
        }));
    }

    private static void watch(Connection connection, String applicationName, Consumer<String> messages) {
        List<String> told = List.of();
        try (connection) {
            while (true) {
                Thread.sleep(INTERVAL);
                List<String> holders =
                        Sql.list(connection, HOLDERS, row -> Objects.requireNonNull(row.getString(1)), applicationName);
                if (!holders.isEmpty() && !holders.equals(told)) {
                    messages.accept("pg_restore waits for a lock that " + String.join(", ", holders)
                            + " holds. To end a session: SELECT pg_terminate_backend(pid).");
                }
                told = holders;
            }
        } catch (InterruptedException e) {
            // It is no longer needed.
        } catch (SQLException e) {
            messages.accept("Who holds locks can no longer be seen: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
