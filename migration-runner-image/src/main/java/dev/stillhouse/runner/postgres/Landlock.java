package dev.stillhouse.runner.postgres;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Linux's own way for a process to give up rights that it does not need: it and its children keep within what is named, for
 * good. Of other processes they see nothing, not even an environment; with kernels from 6.7 on they make no TCP connection.
 * <a href="https://docs.kernel.org/userspace-api/landlock.html">Documentation</a>.
 */
final class Landlock {
    /** To list folders. */
    static final long LIST = 1 << 3;

    /** To list and read. */
    static final long READ = 1 << 2 | 1 << 3;

    /** To run as a program. */
    static final long EXECUTE = 1 | READ;

    /** To do anything but run it. */
    static final long WRITE = -1L & ~1L;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

    private static final long CREATE_RULESET = 444;
    private static final long ADD_RULE = 445;
    private static final long RESTRICT_SELF = 446;
    private static final int NO_NEW_PRIVILEGES = 38;
    private static final long RULE_PATH = 1;
    private static final long RULE_PORT = 2;
    private static final int O_PATH = 0x200000;
    private static final int O_CLOEXEC = 0x80000;
    /** Of a file that is no folder: execute, write, read, truncate, control a device. */
    private static final long OF_FILES = 1 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15;

    private static final long BIND_TCP = 1;
    private static final long CONNECT_TCP = 1 << 1;
    /** Abstract sockets, and signals to others. */
    private static final long SCOPES = 1 | 1 << 1;

    private static final int NETWORK_SINCE = 4;
    private static final int SCOPES_SINCE = 6;

    private final Arena arena = Arena.ofAuto();
    private final MethodHandle syscall;
    private final MethodHandle prctl;
    private final MethodHandle open;
    private final MethodHandle close;
    private final int version;
    private final long files;
    private final int rules;

    private Landlock() throws IOException {
        syscall = function("syscall", 1, LONG, LONG, LONG, LONG, LONG, LONG);
        prctl = function("prctl", 1, INT, LONG, LONG, LONG, LONG);
        open = function("open", 2, ADDRESS, INT);
        close = function("close", 1, INT);
        version = (int) call(syscall, CREATE_RULESET, 0L, 0L, 1L, 0L, 0L);
        files = version >= 5 ? 0xffff : version >= 3 ? 0x7fff : version == 2 ? 0x3fff : 0x1fff;
        rules = version < 1 ? -1 : ruleset();
    }

    /** Empty where the kernel has none, or the container may not ask for it. */
    static Optional<Landlock> ofThisKernel() throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        Landlock landlock = new Landlock();
        return landlock.rules < 0 ? Optional.empty() : Optional.of(landlock);
    }

    boolean knowsTheNetwork() {
        return version >= NETWORK_SINCE;
    }

    private int ruleset() throws IOException {
        MemorySegment attributes = arena.allocate(24, 8);
        attributes.setAtIndex(LONG, 0, files);
        attributes.setAtIndex(LONG, 1, BIND_TCP | CONNECT_TCP);
        attributes.setAtIndex(LONG, 2, SCOPES);
        long size = version >= SCOPES_SINCE ? 24 : version >= NETWORK_SINCE ? 16 : 8;
        return (int) call(syscall, CREATE_RULESET, attributes.address(), size, 0L, 0L, 0L);
    }

    /** What is not there needs no right. */
    Landlock allow(Path path, long rights) throws IOException {
        if (!Files.exists(path)) {
            return this;
        }
        int file = (int) call(open, arena.allocateFrom(path.toRealPath().toString()), O_PATH | O_CLOEXEC);
        if (file < 0) {
            return this;
        }
        try {
            // The kernel's structure is packed: eight bytes and four.
            MemorySegment rule = arena.allocate(16, 8);
            rule.set(LONG, 0, rights & files & (Files.isDirectory(path) ? -1L : OF_FILES));
            rule.set(INT, 8, file);
            require(call(syscall, ADD_RULE, (long) rules, RULE_PATH, rule.address(), 0L, 0L), path.toString());
        } finally {
            call(close, file);
        }
        return this;
    }

    /** The one port that may be listened on. */
    Landlock allowListening(int port) throws IOException {
        if (version >= NETWORK_SINCE) {
            MemorySegment rule = arena.allocate(16, 8);
            rule.setAtIndex(LONG, 0, BIND_TCP);
            rule.setAtIndex(LONG, 1, port);
            require(call(syscall, ADD_RULE, (long) rules, RULE_PORT, rule.address(), 0L, 0L), "port " + port);
        }
        return this;
    }

    /** Starts a process that is held to it: by a thread that is, too, and then ends. */
    Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread.ofPlatform().name("landlock").start(() -> {
            try {
                require(call(prctl, NO_NEW_PRIVILEGES, 1L, 0L, 0L, 0L), "a process without new privileges");
                require(call(syscall, RESTRICT_SELF, (long) rules, 0L, 0L, 0L, 0L), "a process");
                started.complete(builder.start());
            } catch (IOException | RuntimeException | Error e) {
                started.completeExceptionally(e);
            }
        });
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw new IOException("the server cannot be started: " + e.getMessage(), e);
        } finally {
            call(close, rules);
        }
    }

    private static MethodHandle function(String name, int firstVariadic, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(name.equals("syscall") ? LONG : INT, arguments),
                firstVariadic < arguments.length
                        ? new Linker.Option[] {Linker.Option.firstVariadicArg(firstVariadic)}
                        : new Linker.Option[0]);
    }

    private static long call(MethodHandle function, Object... arguments) throws IOException {
        try {
            return ((Number) function.invokeWithArguments(arguments)).longValue();
        } catch (Throwable e) {
            throw new IOException("the system cannot be called: " + e, e);
        }
    }

    private static void require(long answer, String what) throws IOException {
        if (answer < 0) {
            throw new IOException("Landlock does not take " + what);
        }
    }
}
