package dev.stillhouse.runner.login;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A file whose password is made anew while somebody may still connect with it: for those who connect by themselves, later than
 * they are started. Whoever reads it sees a whole one.
 */
public final class TokenFile implements AutoCloseable {
    /**
     * A token holds no longer than the credentials that have signed it, and AWS's SDK hands those out until a minute before their
     * end. To sign another asks nobody.
     */
    public static final Duration RENEWAL = Duration.ofMinutes(1);

    /** Whoever is asked for credentials may not answer, and then does not hear an interruption either. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Path path;
    private final Set<PosixFilePermission> permissions;
    private final Supplier<Result<String>> text;
    private final Duration renewal;
    private final Thread keeper;
    private volatile boolean closed;

    private TokenFile(
            Path path, Set<PosixFilePermission> permissions, Supplier<Result<String>> text, Duration renewal) {
        this.path = path;
        this.permissions = permissions;
        this.text = text;
        this.renewal = renewal;
        this.keeper = Thread.ofPlatform().daemon().name("token").unstarted(this::keep);
    }

    /**
     * Writes the file and renews it until it is closed, which removes it.
     *
     * @param permissions as {@code rw-r--r--}
     * @param text makes what is in the file
     */
    public static Result<TokenFile> keep(
            Path path, String permissions, Supplier<Result<String>> text, Duration renewal) {
        TokenFile file = new TokenFile(path, PosixFilePermissions.fromString(permissions), text, renewal);
        return file.renew().then(written -> {
            Renewals.made();
            file.keeper.start();
            return Result.ok(file);
        });
    }

    public Path path() {
        return path;
    }

    private void keep() {
        Duration pause = renewal;
        // What is waited for in between may take the interruption for its own.
        while (!closed && pause(pause)) {
            Result<Path> renewed = renew();
            if (closed) {
                return;
            }
            if (renewed instanceof Result.Failed<Path>(Trouble trouble)) {
                Renewals.failed(trouble);
                pause = renewal.compareTo(SOON) < 0 ? renewal : SOON;
            } else {
                Renewals.made();
                pause = renewal;
            }
        }
    }

    private Result<Path> renew() {
        return text.get().then(this::write);
    }

    private Result<Path> write(String content) {
        Path next = next();
        try {
            Files.deleteIfExists(next);
            // Others may write into the folder: a link in the place of the file is not followed.
            try (ByteChannel file = Files.newByteChannel(
                    next,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            }
            // The umask counts for what is created, not here.
            Files.getFileAttributeView(next, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(permissions);
            if (closed) {
                Files.deleteIfExists(next);
                return Result.ok(path);
            }
            return Result.ok(Files.move(next, path, StandardCopyOption.ATOMIC_MOVE));
        } catch (IOException e) {
            return Result.failed(
                    Reason.InternalError, "The file for the database's token cannot be written: " + e + ".");
        }
    }

    private Path next() {
        return path.resolveSibling(path.getFileName() + ".next");
    }

    private static boolean pause(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Nobody can connect by it any more. */
    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        try {
            keeper.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Files.deleteIfExists(next());
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
