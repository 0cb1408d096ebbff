package dev.stillhouse.runner.database;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.PasswordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the password that a URL has in a file ({@code passfile}). The project may have no such file, and not every driver would
 * look into it: from here on the password is in the URL, and the parameter is not.
 */
public final class PassFile {
    private static final String PARAMETER = "passfile";
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private PassFile() {}

    /** The database with its password, or as it is if it names no such file. */
    public static Result<DatabaseUrl> read(DatabaseUrl url) {
        @Nullable String named = url.parameters().get(PARAMETER);
        if (named == null) {
            return Result.ok(url);
        }
        if (url.password() != null) {
            return Result.ok(url.without(PARAMETER));
        }
        Path file;
        try {
            file = Path.of(named);
        } catch (InvalidPathException e) {
            return Result.failed(
                    Reason.InvalidUrl,
                    "The URL of the database leaves the password to a passfile whose path no file can have: correct it,"
                            + " or put the password into the Secret.");
        }
        try {
            if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                return refused(
                        file,
                        "others than its owner may read it, so that PostgreSQL's programs would not use"
                                + " it. Let it have the mode 0600");
            }
            PasswordFile passwords = new PasswordFile(Files.readAllLines(file));
            List<Optional<String>> found = url.hosts().stream()
                    .map(host -> passwords.find(host, url.database(), url.user()))
                    .distinct()
                    .toList();
            if (found.size() > 1) {
                return refused(file, "it does not have the same password for all servers of the URL. Correct it");
            }
            return found.getFirst()
                    .map(password -> Result.ok(url.without(PARAMETER).with(password)))
                    .orElseGet(() -> refused(file, "it has no line for " + url.place() + " and this user. Add one"));
        } catch (IOException e) {
            return refused(
                    file,
                    "the runner cannot read it (" + e.getClass().getSimpleName() + "). Mount it into the"
                            + " runner's container");
        }
    }

    private static Result<DatabaseUrl> refused(Path file, String why) {
        return Result.failed(
                Reason.InvalidUrl,
                "The URL of the database leaves the password to the passfile " + file + ", and " + why
                        + ", or put the password into the Secret.");
    }
}
