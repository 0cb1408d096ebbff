package dev.stillhouse.runner.decide;

import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The name of a plan, for approvals: "sha256:" and 64 hexadecimal digits. It changes exactly if what will run, or where,
 * changes. The digest is taken over these UTF-8 fields, each written as its length in bytes, a colon, the bytes and a
 * line feed:
 *
 * <ol>
 *   <li>{@code stillhouse-plan-1};
 *   <li>the system identifier of the server (empty if unknown), the database, the version table with its schema if named;
 *   <li>the direction ({@code UP}, {@code DOWN} or {@code NONE});
 *   <li>the number of version rows before, and each of them, sorted;
 *   <li>the number of steps, and for each in order: its revision, the SHA-256 of its file (empty if unknown).
 * </ol>
 *
 * The target's expression is not part of it: {@code head} and the revision that it stands for are the same plan.
 */
public final class PlanDigest {
    private PlanDigest() {}

    public static String of(Plan plan, ServerIdentity server) {
        MessageDigest digest = sha256();
        field(digest, "stillhouse-plan-1");
        field(digest, Objects.requireNonNullElse(server.systemIdentifier(), ""));
        field(digest, server.database());
        field(digest, plan.versionTable().toString());
        field(digest, plan.direction().name());
        List<String> before = plan.current().stream().sorted().toList();
        field(digest, Integer.toString(before.size()));
        before.forEach(row -> field(digest, row));
        field(digest, Integer.toString(plan.steps().size()));
        for (Step step : plan.steps()) {
            field(digest, step.revision());
            field(digest, Objects.requireNonNullElse(step.fileDigest(), ""));
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static void field(MessageDigest digest, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
        digest.update((byte) '\n');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
