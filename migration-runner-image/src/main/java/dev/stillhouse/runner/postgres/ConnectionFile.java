package dev.stillhouse.runner.postgres;

import dev.stillhouse.runner.login.TokenFile;
import dev.stillhouse.runner.login.Tokens;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.Auth;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.LibpqForm;
import dev.stillhouse.runner.url.PasswordFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a program of PostgreSQL's is told where to connect: by variables, and by files that only this user may read. One of them
 * has the password where that is made anew for each connection: the programs connect again when hours have gone by.
 */
final class ConnectionFile implements AutoCloseable {
    private static final String SERVICE = "stillhouse";

    private final Path file;
    private final Map<String, String> environment;
    private final @Nullable TokenFile password;

    private ConnectionFile(Path file, Map<String, String> environment, @Nullable TokenFile password) {
        this.file = file;
        this.environment = environment;
        this.password = password;
    }

    static Result<ConnectionFile> of(DatabaseUrl url, String applicationName) throws IOException {
        return of(url, applicationName, TokenFile.RENEWAL);
    }

    /** @param renewal after how long a password is made anew */
    static Result<ConnectionFile> of(DatabaseUrl url, String applicationName, Duration renewal) throws IOException {
        LibpqForm form = LibpqForm.of(url, applicationName);
        Path file = service(form);
        Map<String, String> environment = new LinkedHashMap<>(form.environment());
        environment.put("PGSERVICEFILE", file.toString());
        environment.put("PGSERVICE", SERVICE);
        Auth auth = url.auth();
        if (auth == null) {
            return Result.ok(new ConnectionFile(file, environment, null));
        }
        Path passwords = file.resolveSibling(file.getFileName() + ".passwords");
        Result<TokenFile> kept = TokenFile.keep(
                passwords,
                "rw-------",
                () -> Tokens.make(url, auth).then(token -> Result.ok(PasswordFile.line(token))),
                renewal);
        if (kept instanceof Result.Failed<TokenFile>) {
            Files.delete(file);
        }
        return kept.then(password -> {
            environment.put("PGPASSFILE", password.path().toString());
            return Result.ok(new ConnectionFile(file, environment, password));
        });
    }

    /**
     * The option that names the database. A program keeps the password of its first connection for the later ones; one that
     * is made anew it has to look up each time, and an empty one in a connection string has it do so.
     */
    static String database(DatabaseUrl url) {
        // A connection string, as libpq takes a name with an equals sign for one.
        String name = "--dbname=dbname='" + url.database().replace("\\", "\\\\").replace("'", "\\'") + "'";
        return url.auth() == null ? name : name + " password=''";
    }

    private static Path service(LibpqForm form) throws IOException {
        // Files.createTempFile makes it readable by its owner alone.
        Path file = Files.createTempFile("stillhouse-", ".service");
        StringBuilder text = new StringBuilder("[" + SERVICE + "]\n");
        form.settings()
                .forEach((name, value) -> text.append(name)
                        .append('=')
                        .append(value.replace('\n', ' '))
                        .append('\n'));
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    Map<String, String> environment() {
        return environment;
    }

    @Override
    public void close() {
        try {
            if (password != null) {
                password.close();
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
