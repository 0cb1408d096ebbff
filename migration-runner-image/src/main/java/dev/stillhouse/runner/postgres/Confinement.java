package dev.stillhouse.runner.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a private server is held, on kernels that can: it reads what a program needs, writes into its own folders, runs no
 * other program, sees no other process and goes nowhere by TCP. Code of a dump has no rights of a superuser anyway; this
 * stands behind that.
 */
final class Confinement {
    /** With the dictionaries that Debian makes of installed ones, which lie beside, and what a Nix image has in place of all others. */
    private static final List<String> LIBRARIES =
            List.of("/usr", "/lib", "/lib64", "/bin", "/var/cache/postgresql/dicts", "/nix/store");

    private static final List<String> SETTINGS = List.of(
            "/etc/passwd",
            "/etc/group",
            "/etc/nsswitch.conf",
            "/etc/hosts",
            "/etc/host.conf",
            "/etc/resolv.conf",
            "/etc/gai.conf",
            "/etc/localtime",
            "/etc/timezone",
            "/etc/locale.alias",
            "/etc/ld.so.cache",
            "/etc/ld.so.conf",
            "/etc/ssl/openssl.cnf");

    private static final List<String> DEVICES = List.of("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom");

    private final PgTools tools;
    private final Map<String, String> environment;
    private final List<Path> own;
    private final int port;

    /**
     * Says what it needs.
     *
     * @param environment that of the server
     * @param own its folders
     * @param port where it listens
     */
    Confinement(PgTools tools, Map<String, String> environment, List<Path> own, int port) {
        this.tools = tools;
        this.environment = environment;
        this.own = own;
        this.port = port;
    }

    Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        Optional<Landlock> landlock = Landlock.ofThisKernel();
        return landlock.isPresent() ? rules(landlock.get()).start(builder) : builder.start();
    }

    private Landlock rules(Landlock landlock) throws IOException {
        for (Path folder : own) {
            landlock.allow(folder, Landlock.WRITE);
        }
        for (String path : LIBRARIES) {
            landlock.allow(Path.of(path), Landlock.READ);
        }
        for (String path : SETTINGS) {
            landlock.allow(Path.of(path), Landlock.READ);
        }
        for (String path : DEVICES) {
            landlock.allow(Path.of(path), Landlock.WRITE);
        }
        for (String variable : List.of("LD_LIBRARY_PATH", CleanEnvironment.LOCALES, "TZDIR")) {
            for (String path : paths(environment.getOrDefault(variable, ""))) {
                landlock.allow(Path.of(path), Landlock.READ);
            }
        }
        // A link would be allowed, and not where it leads to.
        Path bin = tools.bin().toRealPath();
        if (bin.getParent() != null && bin.getParent().getParent() != null) {
            landlock.allow(bin.getParent(), Landlock.READ);
        }
        landlock.allow(Path.of(tools.program("postgres")), Landlock.EXECUTE);
        starting(landlock);
        return landlock.allowListening(port);
    }

    /** What the process is before it is the server. */
    private static void starting(Landlock landlock) throws IOException {
        // Java's helper lists the open files there to close them; otherwise it tries every number up to the
        // limit, which may be a thousand million. What is in the files of others stays hidden.
        landlock.allow(Path.of("/proc"), Landlock.LIST);
        Path java = Path.of(System.getProperty("java.home"));
        landlock.allow(java, Landlock.READ);
        landlock.allow(java.resolve("lib/jspawnhelper"), Landlock.EXECUTE);
        for (String path : paths(System.getProperty("java.class.path"))) {
            landlock.allow(Path.of(path), Landlock.READ);
        }
        landlock.allow(Path.of("/usr/bin/unshare"), Landlock.EXECUTE);
        for (String folder : List.of("/lib", "/lib64")) {
            if (Files.isDirectory(Path.of(folder))) {
                try (DirectoryStream<Path> loaders = Files.newDirectoryStream(Path.of(folder), "ld-*")) {
                    for (Path loader : loaders) {
                        landlock.allow(loader, Landlock.EXECUTE);
                    }
                }
            }
        }
    }

    private static List<String> paths(String list) {
        return Stream.of(list.split(File.pathSeparator))
                .filter(path -> !path.isEmpty())
                .toList();
    }
}
