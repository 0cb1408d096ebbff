package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of a new database cluster: a copy of the one that the image was built with, or made by initdb. A copy needs no
 * entry for the user in /etc/passwd, initdb does.
 */
final class Cluster {
    /** Names the folder of the clusters that are copied, one for each major version, where it is not the image's. */
    static final String VARIABLE = "STILLHOUSE_PG_TEMPLATE";

    private static final Path IN_THE_IMAGE = Path.of("/opt/stillhouse/postgres");
    /** Programs inside the pod can reach the port; only the socket's folder is ours alone. */
    private static final String ACCESS = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n";

    private static final String FIRST_NUMBER = "4000000000";

    private final PgTools tools;
    private final Map<String, String> environment;
    private final Cancellation cancellation;

    Cluster(PgTools tools, Map<String, String> environment, Cancellation cancellation) {
        this.tools = tools;
        this.environment = environment;
        this.cancellation = cancellation;
    }

    /** @param data a folder that does not exist yet */
    Result<Path> make(Path data) throws IOException {
        String named = environment.get(VARIABLE);
        Path templates = named == null || named.isEmpty() ? IN_THE_IMAGE : Path.of(named);
        Path template = templates.resolve(String.valueOf(tools.major()));
        if (Files.exists(template.resolve("PG_VERSION"))) {
            copy(template, data);
        } else {
            ToolProcess.Ended ended = new ToolProcess(Map.of(), line -> {}, cancellation)
                    .run(
                            asServer(List.of(
                                    tools.program("initdb"),
                                    "--pgdata=" + data,
                                    "--username=" + PrivateServer.USER,
                                    "--encoding=UTF8",
                                    "--locale=C",
                                    "--auth=trust",
                                    "--no-sync")),
                            "");
            if (!ended.well()) {
                return Result.failed(
                        Reason.BackupNotVerifiable,
                        "The runner's own PostgreSQL cannot be made: " + ended.words()
                                + ". The user that the pod runs as needs a line in /etc/passwd, or the image the"
                                + " cluster that it was built with.");
            }
        }
        Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
        return numberedFarAway(data);
    }

    /**
     * A value of {@code regclass} or {@code regrole} whose object is gone is a number. Where new objects have numbers from the
     * beginning, as in a new cluster, it would be the name of one of them. A server without that program is good enough for
     * all others.
     */
    private Result<Path> numberedFarAway(Path data) throws IOException {
        if (!Files.isExecutable(Path.of(tools.program("pg_resetwal")))) {
            return Result.ok(data);
        }
        ToolProcess.Ended ended = new ToolProcess(Map.of(), line -> {}, cancellation)
                .run(asServer(List.of(tools.program("pg_resetwal"), "-o", FIRST_NUMBER, "-D", data.toString())), "");
        return ended.well()
                ? Result.ok(data)
                : Result.failed(
                        Reason.BackupNotVerifiable,
                        "The runner's own PostgreSQL cannot be made: " + ended.words() + ".");
    }

    /**
     * PostgreSQL refuses to run as root. In a user namespace of its own it takes itself for nobody, and the files of root
     * are its own.
     */
    static List<String> asServer(List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        List<String> inNamespace = new ArrayList<>(List.of("unshare", "--user"));
        inNamespace.addAll(command);
        return inNamespace;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        // Others may not even read it, or the server does not start.
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
    }
}
