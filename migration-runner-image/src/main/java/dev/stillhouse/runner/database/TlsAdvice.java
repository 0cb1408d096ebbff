package dev.stillhouse.runner.database;

import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What to do about a connection that failed for its protection: host, port and network are all right then. */
final class TlsAdvice {
    static final String CERTIFICATE =
            "Look at spec.database.tls.clientCertificate and its Secret, or at sslcert and sslkey of the URL.";

    private TlsAdvice() {}

    static Optional<String> on(SQLException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "");
        if (message.contains("fatal alert") || (message.contains("certificate") && !isHandshake(e))) {
            // The server's own words: it wants one, or does not accept ours.
            return Optional.of("Its pg_hba.conf asks for a client certificate that it can check. " + CERTIFICATE);
        }
        if (message.contains("does not support SSL")) {
            return Optional.of(
                    "Turn ssl on at the server, or take spec.database.tls.mode: disable (or sslmode of the URL).");
        }
        if (message.contains("pg_hba.conf entry") && message.contains("no encryption")) {
            return Optional.of("The server wants TLS: set spec.database.tls, or sslmode in the URL.");
        }
        if (message.contains("hostname") && message.contains("verified")) {
            return Optional.of(
                    "The server's certificate is for another host: connect to one that it names, or take the mode"
                            + " verify-ca in spec.database.tls.");
        }
        return isHandshake(e)
                ? Optional.of(
                        "Look at spec.database.tls (or sslmode and sslrootcert of the URL): the authority there has to"
                                + " be the one that signed the server's certificate.")
                : Optional.empty();
    }

    private static boolean isHandshake(SQLException e) {
        for (@Nullable Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }
}
