package dev.stillhouse.report;

import java.util.HashMap;
import java.util.Map;

/**
 * The environment variables that tell the runner its database, and the server for copies. They are not part of the {@link
 * RunRequest}, as most of them come from Secrets: the kubelet fills them in, and nobody else reads them. Either the URL is set, or
 * its parts are.
 */
public final class DatabaseVariables {
    private static final String PREFIX = "STILLHOUSE_DATABASE_";
    private static final String PREFIX_FOR_COPIES = "STILLHOUSE_COPIES_DATABASE_";

    public static final String URL = "STILLHOUSE_DATABASE_URL";
    public static final String HOST = "STILLHOUSE_DATABASE_HOST";
    public static final String PORT = "STILLHOUSE_DATABASE_PORT";
    public static final String NAME = "STILLHOUSE_DATABASE_NAME";
    public static final String USER = "STILLHOUSE_DATABASE_USER";
    public static final String PASSWORD = "STILLHOUSE_DATABASE_PASSWORD";

    /** PostgreSQL's sslmode; where it is not set, the URL says what there is to say of TLS. */
    public static final String TLS_MODE = "STILLHOUSE_DATABASE_TLS_MODE";

    /** Files (PEM) that runner and project have under the same path: authorities, client certificate, its key. */
    public static final String TLS_CA = "STILLHOUSE_DATABASE_TLS_CA";

    public static final String TLS_CERTIFICATE = "STILLHOUSE_DATABASE_TLS_CERTIFICATE";
    public static final String TLS_KEY = "STILLHOUSE_DATABASE_TLS_KEY";

    /** Where a password comes from that is made anew for each connection; not set: it is that of the URL. */
    public static final String AUTH = "STILLHOUSE_DATABASE_AUTH";

    /** A value of {@link #AUTH}: AWS's tokens for RDS and Aurora. */
    public static final String AWS_IAM = "aws-iam";

    /** The server's region, where neither its name says it nor AWS's own {@code AWS_REGION}. */
    public static final String AWS_REGION = "STILLHOUSE_DATABASE_AWS_REGION";

    /** The server as AWS calls it ({@code host:port}), where the URL names an alias or a tunnel. */
    public static final String AWS_ENDPOINT = "STILLHOUSE_DATABASE_AWS_ENDPOINT";

    private DatabaseVariables() {}

    /** The variable that says of the server for copies what this one says of the database. */
    public static String forCopies(String variable) {
        return variable.replaceFirst("^" + PREFIX, PREFIX_FOR_COPIES);
    }

    /** What the variables say of the server for copies, as if it were the database. */
    public static Map<String, String> ofCopies(Map<String, String> variables) {
        Map<String, String> renamed = new HashMap<>();
        variables.forEach((name, value) -> {
            if (name.startsWith(PREFIX_FOR_COPIES)) {
                renamed.put(PREFIX + name.substring(PREFIX_FOR_COPIES.length()), value);
            } else if (!name.startsWith(PREFIX)) {
                renamed.put(name, value);
            }
        });
        return renamed;
    }
}
