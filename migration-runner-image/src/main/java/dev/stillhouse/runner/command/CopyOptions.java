package dev.stillhouse.runner.command;

import dev.stillhouse.report.CopyPlace;
import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.database.PassFile;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where the copy of a database is made that a backup is verified with. */
final class CopyOptions {
    private static final String VARIABLE = "STILLHOUSE_COPIES_DATABASE_URL";

    @Option(
            names = "--copies",
            paramLabel = "WHERE",
            defaultValue = "private",
            converter = Place.class,
            description = "Where the copy is made that a backup is verified with. private: in a private PostgreSQL."
                    + " same-server: in a new database of the database's own server. server: in one of the server of"
                    + " --copies-url. It is dropped afterwards. Default: ${DEFAULT-VALUE}.")
    CopyPlace copies = CopyPlace.Pod;

    @Option(
            names = "--copies-url",
            paramLabel = "URL",
            description = "For --copies server: a database of that server, and as whom. Default: the variable "
                    + VARIABLE + ".")
    @Nullable
    String url;

    /** As it is written on the command line. */
    static final class Place implements ITypeConverter<CopyPlace> {
        @Override
        public CopyPlace convert(String text) {
            return switch (text) {
                case "private" -> CopyPlace.Pod;
                case "same-server" -> CopyPlace.SameServer;
                case "server" -> CopyPlace.Server;
                default ->
                    throw new TypeConversionException(
                            "'" + text + "' is no place for copies; there are private, same-server and server");
            };
        }
    }

    /** @param database where it is the same server */
    Result<CopyHost> host(Invocation invocation, UrlOptions database) {
        if (url != null && copies != CopyPlace.Server) {
            return Result.failed(
                    Reason.InvalidUrl,
                    "--copies-url names a server for the copy, and without --copies server no copy is made there. Give both,"
                            + " or neither.");
        }
        return switch (copies) {
            case Pod -> Result.ok(new CopyHost.OfRunner());
            case SameServer ->
                database.required(invocation)
                        .then(source -> Result.ok(new CopyHost.OnServer(source.url(), database.role, true)));
            case Server -> named(invocation);
        };
    }

    private Result<CopyHost> named(Invocation invocation) {
        return Optional.ofNullable(url)
                .or(() -> Optional.ofNullable(invocation.environment().get(VARIABLE)))
                .map(text -> DatabaseReader.read(text, DatabaseVariables.ofCopies(invocation.environment()))
                        .then(PassFile::read)
                        .<CopyHost>then(server -> {
                            invocation.terminal().hide(server.secrets());
                            return Result.ok(new CopyHost.OnServer(server, null, false));
                        }))
                .orElseGet(() -> Result.failed(
                        Reason.InvalidUrl,
                        "No server for the copy is named. Give --copies-url, or set " + VARIABLE + "."));
    }
}
