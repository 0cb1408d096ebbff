package dev.stillhouse.runner.model;

import java.nio.charset.StandardCharsets;

/** How the sessions of a run are called on the server (PostgreSQL's {@code application_name}): no two runs share a name. */
public final class SessionName {
    /** PostgreSQL cuts what is longer (NAMEDATALEN), and two runs with long names would be taken for one. */
    private static final int MAX_LENGTH = 63;

    private static final int DIGEST_LENGTH = 8;

    private SessionName() {}

    /** @param run namespace and name, such as "shop/orders-3" */
    public static String of(String run) {
        String name = "stillhouse " + run;
        if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_LENGTH) {
            return name;
        }
        String digest = "~" + Sha256.of(run.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_LENGTH);
        return name.substring(0, MAX_LENGTH - digest.length()) + digest;
    }
}
