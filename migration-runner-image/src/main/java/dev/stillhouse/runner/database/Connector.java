package dev.stillhouse.runner.database;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.decide.SqlStates;
import dev.stillhouse.runner.login.Tokens;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.Auth;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.JdbcForm;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** Opens the runner's own connections. */
public final class Connector {
    private static final String LACKS_DATABASE = ". Create the database, or correct its name in the Secret.";

    private final DatabaseUrl url;
    private final @Nullable Auth auth;
    private final JdbcForm form;

    public Connector(DatabaseUrl url, String applicationName) {
        this.url = url;
        this.auth = url.auth();
        this.form = JdbcForm.of(url, applicationName);
    }

    /** May block as long as the URL's connect_timeout says; 10 s per server when it says nothing. */
    public Result<Connection> connect() {
        Properties properties = new Properties();
        form.properties().forEach(properties::setProperty);
        if (auth == null) {
            return connect(properties);
        }
        return Tokens.make(url, auth).then(token -> {
            properties.setProperty("password", token);
            return connect(properties);
        });
    }

    /** What is done in a session. */
    public interface Work<T> {
        Result<T> on(Connection connection) throws SQLException;
    }

    /**
     * Does something in a session that is there for that alone.
     *
     * @param failed what a failure of the work means; that of the connection says so itself
     */
    public <T> Result<T> with(Work<T> work, Function<SQLException, Trouble> failed) {
        return connect().then(connection -> {
            try (connection) {
                return work.on(connection);
            } catch (SQLException e) {
                return Result.failed(failed.apply(e));
            }
        });
    }

    private Result<Connection> connect(Properties properties) {
        try {
            if (ClientTls.isFor(properties)) {
                // Here as well, as the driver does not say what is wrong with it.
                new ClientTls(properties).getDefaultCipherSuites();
                properties.setProperty("sslfactory", ClientTls.class.getName());
            }
        } catch (IOException | GeneralSecurityException e) {
            return Result.failed(
                    Reason.ConnectionFailed,
                    "The runner cannot use the client certificate: " + sentence(e) + ". " + TlsAdvice.CERTIFICATE);
        }
        try {
            // Not through DriverManager, whose search for drivers costs startup time.
            return Result.ok(Objects.requireNonNull(new Driver().connect(form.url(), properties)));
        } catch (SQLException e) {
            return failure(e);
        }
    }

    /** Whether a connection was not made as the server has no database of that name. */
    public static boolean lacksDatabase(Trouble trouble) {
        return trouble.message().endsWith(LACKS_DATABASE);
    }

    private Result<Connection> failure(SQLException e) {
        Reason reason = SqlStates.connecting(e.getSQLState());
        String said = "The runner cannot connect to " + url.place() + " as " + url.user() + ": " + innermost(e);
        Optional<String> advice = TlsAdvice.on(e);
        if (advice.isPresent()) {
            return Result.failed(reason, said + ". " + advice.get());
        }
        if (reason == Reason.AuthenticationFailed && auth != null) {
            return Result.failed(reason, said + ". " + Tokens.advice(auth));
        }
        if (reason == Reason.AuthenticationFailed) {
            return Result.failed(
                    reason, said + ". Correct the user and the password in the Secret, or let pg_hba.conf allow them.");
        }
        String more = switch (Objects.requireNonNullElse(e.getSQLState(), "")) {
            case "3D000" -> LACKS_DATABASE;
            case "53300" -> ". Raise max_connections, or end idle sessions.";
            case "57P03" -> ". The server is starting or shutting down.";
            default ->
                ". Check host and port in the Secret, that the server is running, and that a NetworkPolicy lets"
                        + " this pod reach it.";
        };
        return Result.failed(reason, said + more);
    }

    private static String sentence(Exception e) {
        return e instanceof IOException
                ? "a file cannot be read: " + e.getMessage()
                : Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    /** The driver's sentence, with the cause where only that one says something. */
    private static String innermost(SQLException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        @Nullable Throwable cause = e.getCause();
        if (cause instanceof UnknownHostException) {
            return "the host name " + cause.getMessage() + " cannot be resolved";
        }
        String text = cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
                ? message
                : message + " " + cause.getMessage();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
