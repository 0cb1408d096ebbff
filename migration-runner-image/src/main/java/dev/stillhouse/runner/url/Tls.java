package dev.stillhouse.runner.url;

import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is protected, apart from the URL. The files are PEM, under the same path for runner and project.
 *
 * @param mode PostgreSQL's sslmode
 * @param ca the authorities' certificates
 * @param certificate ours, with its key
 */
record Tls(
        String mode,
        @Nullable String ca,
        @Nullable String certificate,
        @Nullable String key) {
    /** All that a URL can say of the same things, in libpq's, asyncpg's and pgjdbc's words. */
    private static final Set<String> REPLACED = Set.of(
            "ssl",
            "sslmode",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "sslpassword",
            "sslfactory",
            "sslfactoryarg",
            "sslhostnameverifier");

    /** The database with what the variables say of TLS, or as it is where they say nothing. */
    static Result<DatabaseUrl> protect(DatabaseUrl url, Map<String, String> variables) {
        String mode = variables.getOrDefault(DatabaseVariables.TLS_MODE, "");
        if (mode.isEmpty()) {
            return Result.ok(url);
        }
        Tls tls = new Tls(
                mode,
                variables.get(DatabaseVariables.TLS_CA),
                variables.get(DatabaseVariables.TLS_CERTIFICATE),
                variables.get(DatabaseVariables.TLS_KEY));
        if (mode.startsWith("verify-") && tls.ca == null) {
            return Result.failed(
                    Reason.InvalidUrl,
                    "TLS with the mode " + mode + " needs the certificate of the server's authority, and none is named:"
                            + " set spec.database.tls.ca.");
        }
        if ((tls.certificate == null) != (tls.key == null)) {
            return Result.failed(
                    Reason.InvalidUrl,
                    "A client certificate needs its private key and the other way round, and only the "
                            + (tls.key == null ? "certificate" : "key")
                            + " is named: look at spec.database.tls.clientCertificate.");
        }
        return Result.ok(tls.in(url));
    }

    private DatabaseUrl in(DatabaseUrl url) {
        Map<String, String> parameters = new LinkedHashMap<>(url.parameters());
        parameters.keySet().removeAll(REPLACED);
        parameters.put("sslmode", mode);
        put(parameters, "sslrootcert", ca);
        put(parameters, "sslcert", certificate);
        put(parameters, "sslkey", key);
        return url.with(parameters);
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
