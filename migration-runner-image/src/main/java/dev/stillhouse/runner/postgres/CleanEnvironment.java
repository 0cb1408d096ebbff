package dev.stillhouse.runner.postgres;

import java.util.Map;
import java.util.Set;

/**
 * What PostgreSQL's programs get of the runner's environment: what says where things are on this machine. The rest may be
 * the URL of a database or the keys of a bucket, and code of a dump could read it.
 */
final class CleanEnvironment {
    /** Where locales of the operating system lie, beside the usual place. */
    static final String LOCALES = "LOCPATH";

    private static final Set<String> KEPT = Set.of(
            "PATH",
            "LD_LIBRARY_PATH",
            "HOME",
            "TMPDIR",
            "TZ",
            "TZDIR",
            LOCALES,
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "OPENSSL_CONF",
            "KRB5_CONFIG",
            "KRB5CCNAME",
            "KRB5_KTNAME",
            "KRB5_CLIENT_KTNAME");

    private CleanEnvironment() {}

    /** Leaves out all else, and has programs speak English. */
    static void of(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(KEPT);
        environment.put("LC_ALL", "C");
    }
}
