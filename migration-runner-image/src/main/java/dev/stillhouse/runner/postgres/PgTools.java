package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL's programs on this machine.
 *
 * @param bin the folder in which they are
 * @param major version of pg_dump; servers up to it can be dumped
 * @param version as pg_dump tells it
 * @param zstd whether this pg_dump can compress with Zstandard
 */
public record PgTools(Path bin, int major, String version, boolean zstd) {
    /** Names the folder, where it is not one of the usual ones. */
    public static final String VARIABLE = "STILLHOUSE_PG_BIN";

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (?<version>(?<major>[0-9]+)\\S*)");
    /** The first pg_dump that knows other methods than gzip. */
    private static final int METHODS_SINCE = 16;

    /** The folder of {@value #VARIABLE}; otherwise the newest of Debian's, or what the search path has. */
    public static Result<PgTools> find(Map<String, String> environment) {
        Optional<Path> folder = candidates(environment)
                .filter(candidate -> Files.isExecutable(candidate.resolve("pg_dump")))
                .findFirst();
        if (folder.isEmpty()) {
            return Result.failed(
                    Reason.InternalError,
                    "There is no pg_dump on this machine. Install PostgreSQL's client programs (Debian:"
                            + " postgresql-client) and its server (postgresql), or name their folder in " + VARIABLE
                            + "; the runner's image has both.");
        }
        return describe(folder.get());
    }

    private static Stream<Path> candidates(Map<String, String> environment) {
        String named = environment.get(VARIABLE);
        if (named != null && !named.isEmpty()) {
            return Stream.of(Path.of(named));
        }
        String search = environment.getOrDefault("PATH", "");
        return Stream.concat(
                debian().stream(), Stream.of(search.split(File.pathSeparator)).map(Path::of));
    }

    private static List<Path> debian() {
        if (!Files.isDirectory(DEBIAN)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.filter(folder -> folder.getFileName().toString().matches("[0-9]{1,3}"))
                    .sorted(Comparator.comparing((Path folder) ->
                                    Integer.valueOf(folder.getFileName().toString()))
                            .reversed())
                    .map(folder -> folder.resolve("bin"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result<PgTools> describe(Path bin) {
        String program = bin.resolve("pg_dump").toString();
        try {
            Matcher version = VERSION.matcher(output(List.of(program, "--version")));
            if (!version.find()) {
                return Result.failed(Reason.InternalError, program + " does not tell its version.");
            }
            int major = Integer.parseInt(version.group("major"));
            return Result.ok(
                    new PgTools(bin, major, version.group("version"), major >= METHODS_SINCE && zstd(program)));
        } catch (IOException e) {
            return Result.failed(Reason.InternalError, program + " cannot be run: " + e.getMessage());
        }
    }

    /** It says what it was built without before it connects; otherwise it fails as nobody listens there. */
    private static boolean zstd(String program) throws IOException {
        return output(List.of(
                        program,
                        "--compress=zstd",
                        "--format=custom",
                        "--file=/dev/null",
                        "--no-password",
                        "--host=/nonexistent",
                        "--username=nobody",
                        "--dbname=nothing"))
                .contains("connection to server");
    }

    private static String output(List<String> command) throws IOException {
        List<String> lines = new ArrayList<>();
        new ToolProcess(Map.of(), lines::add, new Cancellation()).run(command, "");
        return String.join("\n", lines);
    }

    /**
     * The programs of a server of this major version, or these where this machine has none: what a database of one version takes
     * another may not. Debian's folders for them lie side by side.
     */
    public PgTools forServer(int wanted) {
        Path versions = bin.resolve("../..").normalize();
        Path other = versions.resolve(String.valueOf(wanted)).resolve("bin");
        if (wanted == major || !Files.isExecutable(other.resolve("postgres"))) {
            return this;
        }
        return describe(other).fold(tools -> tools, trouble -> this);
    }

    /** The path of one of the programs. */
    public String program(String name) {
        return bin.resolve(name).toString();
    }
}
