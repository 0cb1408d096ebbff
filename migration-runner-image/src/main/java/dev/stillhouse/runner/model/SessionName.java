package dev.stillhouse.runner.model;

import dev.stillhouse.report.RunRequest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * How the sessions of a run are called on the server (PostgreSQL's {@code application_name}): "stillhouse ", namespace and name
 * of the run, and a digest of its uid. No two runs share a name, nor do those of two clusters, or one that has the name of one
 * that was deleted: by it the sessions of a lost run are ended.
 */
public final class SessionName {
    /** PostgreSQL cuts what is longer (NAMEDATALEN). */
    private static final int MAX_LENGTH = 63;

    /** 48 bits: runs whose names are the same, or are cut to the same, are few. */
    private static final int DIGEST_LENGTH = 12;

    /** PostgreSQL writes other letters as their bytes, four characters for each; people who run commands have such names. */
    private static final Pattern OTHER_THAN_ASCII = Pattern.compile("[^ -~]");

    private SessionName() {}

    public static String of(RunRequest request) {
        return of(request.run(), request.uid());
    }

    public static String of(RunRequest.Lost run) {
        return of(run.run(), run.uid());
    }

    /** Of what a person does without a request. */
    public static String of(String run, String uid) {
        String digest = "~" + Sha256.of(uid.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_LENGTH);
        String name = OTHER_THAN_ASCII.matcher("stillhouse " + run).replaceAll("?");
        return name.substring(0, Math.min(name.length(), MAX_LENGTH - digest.length())) + digest;
    }
}
