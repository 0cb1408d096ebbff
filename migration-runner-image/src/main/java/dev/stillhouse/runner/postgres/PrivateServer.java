package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of the runner's own, for a while: on 127.0.0.1 with a random password (Java's driver knows no Unix
 * sockets), without any care for the durability of its files.
 */
public final class PrivateServer implements AutoCloseable {
    static final String USER = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_SOCKET_FOLDER = 80;

    private final PgTools tools;
    private final Path folder;
    private final Path data;
    private final Path sockets;
    private final int port;
    private final String password;
    private final Process server;

    private PrivateServer(PgTools tools, Path folder, Path data, Path sockets, int port, Process server) {
        this.tools = tools;
        this.folder = folder;
        this.data = data;
        this.sockets = sockets;
        this.port = port;
        this.server = server;
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.password = HexFormat.of().formatHex(random);
    }

    /**
     * Starts it; this takes about a second.
     *
     * @param scratch where its files may lie
     * @param environment may name the folder of the clusters that are copied
     */
    public static Result<PrivateServer> start(
            PgTools tools, Path scratch, Map<String, String> environment, Cancellation cancellation) {
        return start(tools, scratch, environment, List.of(), cancellation);
    }

    /** Starts one that has the locales of a database, as far as they can be had here. */
    public static Result<PrivateServer> start(
            PgTools tools, Path scratch, Map<String, String> environment, Origin origin, Cancellation cancellation) {
        return start(tools, scratch, environment, Locales.of(origin), cancellation);
    }

    private static Result<PrivateServer> start(
            PgTools tools,
            Path scratch,
            Map<String, String> environment,
            List<String> locales,
            Cancellation cancellation) {
        Path folder = null;
        try {
            Files.createDirectories(scratch);
            folder = Files.createTempDirectory(scratch, "postgres-");
            Path made = folder;
            Result<PrivateServer> started = new Cluster(tools, environment, cancellation)
                    .make(folder.resolve("data"))
                    .then(data -> start(tools, made, data, locales, cancellation));
            if (started instanceof Result.Failed<PrivateServer>) {
                remove(folder);
            }
            return started;
        } catch (IOException | UncheckedIOException e) {
            remove(folder);
            return cannot(e.getMessage() + ". Its files would lie in " + scratch + ".");
        }
    }

    private static Result<PrivateServer> start(
            PgTools tools, Path folder, Path data, List<String> locales, Cancellation cancellation) {
        PrivateServer postgres = null;
        try {
            Path sockets = folder.toString().length() <= LONGEST_SOCKET_FOLDER
                    ? folder
                    : Files.createTempDirectory("stillhouse-");
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder(Cluster.asServer(command(tools, data, sockets, port)))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            CleanEnvironment.of(builder);
            Map<String, String> environment = builder.environment();
            Locales.compile(
                            locales,
                            folder.resolve("locales"),
                            environment.getOrDefault(CleanEnvironment.LOCALES, ""),
                            cancellation)
                    .ifPresent(path -> environment.put(CleanEnvironment.LOCALES, path));
            Process server =
                    new Confinement(tools, builder.environment(), List.of(folder, sockets), port).start(builder);
            postgres = new PrivateServer(tools, folder, data, sockets, port, server);
            Result<PrivateServer> ready = postgres.ready(cancellation);
            if (ready instanceof Result.Failed<PrivateServer>) {
                postgres.close();
            }
            return ready;
        } catch (IOException e) {
            if (postgres != null) {
                postgres.close();
            }
            return cannot(e.getMessage() + ".");
        } catch (InterruptedException e) {
            if (postgres != null) {
                postgres.close();
            }
            Thread.currentThread().interrupt();
            return Result.failed(Cancellation.trouble());
        }
    }

    private static List<String> command(PgTools tools, Path data, Path sockets, int port) {
        List<String> command = new ArrayList<>(List.of(tools.program("postgres"), "-D", data.toString()));
        Map.ofEntries(
                        Map.entry("listen_addresses", "127.0.0.1"),
                        Map.entry("port", String.valueOf(port)),
                        Map.entry("unix_socket_directories", sockets.toString()),
                        Map.entry("fsync", "off"),
                        Map.entry("synchronous_commit", "off"),
                        Map.entry("full_page_writes", "off"),
                        Map.entry("wal_level", "minimal"),
                        Map.entry("max_wal_senders", "0"),
                        Map.entry("max_wal_size", "256MB"),
                        Map.entry("checkpoint_timeout", "1h"),
                        Map.entry("autovacuum", "off"),
                        Map.entry("jit", "off"),
                        Map.entry("shared_buffers", "64MB"),
                        Map.entry("maintenance_work_mem", "64MB"),
                        Map.entry("max_parallel_workers", "0"),
                        Map.entry("max_parallel_maintenance_workers", "0"),
                        Map.entry("max_locks_per_transaction", "1024"),
                        Map.entry("max_connections", "50"),
                        // A pod has little of /dev/shm, and may have no room for huge pages.
                        Map.entry("dynamic_shared_memory_type", "mmap"),
                        Map.entry("huge_pages", "off"),
                        Map.entry("log_statement", "none"))
                .forEach((name, value) -> {
                    command.add("-c");
                    command.add(name + "=" + value);
                });
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private Result<PrivateServer> ready(Cancellation cancellation) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!accepts()) {
            if (cancellation.requested()) {
                return Result.failed(Cancellation.trouble());
            }
            if (!server.isAlive() || System.nanoTime() > end) {
                List<String> log = Files.readAllLines(folder.resolve("log"));
                return cannot(String.join(" | ", log.subList(Math.max(0, log.size() - 5), log.size())));
            }
            Thread.sleep(20);
        }
        ToolProcess.Ended ended = new ToolProcess(
                        Map.of("PGHOST", sockets.toString(), "PGPORT", String.valueOf(port), "PGUSER", USER),
                        line -> {},
                        cancellation)
                .run(
                        List.of(
                                tools.program("psql"),
                                "-X",
                                "-q",
                                "-v",
                                "ON_ERROR_STOP=1",
                                "-d",
                                "postgres",
                                "-f",
                                "-"),
                        "ALTER ROLE " + USER + " PASSWORD '" + password + "';\n");
        return ended.well()
                ? Result.ok(this)
                : ended.cancelled() ? Result.failed(Cancellation.trouble()) : cannot(ended.words());
    }

    /** The last line of this file is the server's standing. */
    private boolean accepts() throws IOException {
        Path file = data.resolve("postmaster.pid");
        return Files.exists(file) && Files.readString(file).stripTrailing().endsWith("\nready");
    }

    private static <T> Result<T> cannot(String why) {
        Trouble trouble = new Trouble(
                why.contains("No space left on device") ? Reason.StorageFull : Reason.BackupNotVerifiable,
                "The runner's own PostgreSQL does not start: " + why);
        return Result.failed(trouble);
    }

    /** A database of it, as its superuser. */
    public DatabaseUrl url(String database) {
        return new DatabaseUrl(
                DatabaseUrl.Form.LIBPQ,
                null,
                List.of(new DatabaseUrl.Host("127.0.0.1", port)),
                USER,
                password,
                database,
                Map.of("sslmode", "disable", "gssencmode", "disable"),
                null,
                null);
    }

    /** The folder with all its files. */
    Path folder() {
        return folder;
    }

    /** Stops it at once and removes its files. */
    @Override
    public void close() {
        try {
            // Not to be interrupted: what runs on has to be stopped in any case.
            ProcessBuilder stop = new ProcessBuilder(Cluster.asServer(List.of(
                            tools.program("pg_ctl"), "stop", "--silent", "--mode=immediate", "--pgdata=" + data)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            CleanEnvironment.of(stop);
            stop.start().onExit().join();
        } catch (IOException e) {
            // It is ended forcibly below.
        }
        server.destroyForcibly().onExit().join();
        remove(folder);
        remove(sockets);
    }

    private static void remove(@Nullable Path folder) {
        if (folder == null || !Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            // The scratch volume goes with the pod.
        }
    }
}
