package dev.stillhouse.runner.decide;

import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.RenderedPlan;
import dev.stillhouse.runner.model.RenderedPlan.ProjectFile;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Sha256;
import dev.stillhouse.runner.model.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name of a plan, for approvals: "sha256:" and 64 hexadecimal digits. It changes exactly if what will run, or where,
 * changes, as far as that is known. The digest is taken over these UTF-8 fields, each written as its length in bytes, a colon,
 * the bytes and a line feed:
 *
 * <ol>
 *   <li>{@code stillhouse-plan-2};
 *   <li>the system identifier of the server (empty if unknown), the database, the version table with its schema if named;
 *   <li>the digest of the project's image (empty if unknown);
 *   <li>the direction ({@code UP}, {@code DOWN} or {@code NONE});
 *   <li>the number of version rows before, and each of them, sorted;
 *   <li>the number of steps, and for each in order: its revision, the SHA-256 of its file (empty if unknown);
 *   <li>{@code looked at} if the steps were rendered, and otherwise {@code not looked at}, where it ends;
 *   <li>for each step in order: {@code sql}, the number of its statements and each of them; or {@code varies}, if they are
 *       others each time; or {@code unknown}, if they are not known;
 *   <li>the number of the project's files that decide about the steps, and for each, sorted by name: its name, its SHA-256.
 * </ol>
 *
 * The target's expression is not part of it: {@code head} and the revision that it stands for are the same plan.
 */
public final class PlanDigest {
    private PlanDigest() {}

    /**
     * @param image the digest of the project's image, if it is known before its container starts
     * @param rendered what is known of the steps; null if nobody had to look at them before they run
     */
    public static String of(Plan plan, ServerIdentity server, @Nullable String image, @Nullable RenderedPlan rendered) {
        MessageDigest digest = Sha256.start();
        field(digest, "stillhouse-plan-2");
        field(digest, Objects.requireNonNullElse(server.systemIdentifier(), ""));
        field(digest, server.database());
        field(digest, plan.versionTable().toString());
        field(digest, Objects.requireNonNullElse(image, ""));
        field(digest, plan.direction().name());
        List<String> before = plan.current().stream().sorted().toList();
        fields(digest, before);
        field(digest, Integer.toString(plan.steps().size()));
        for (Step step : plan.steps()) {
            field(digest, step.revision());
            field(digest, Objects.requireNonNullElse(step.fileDigest(), ""));
        }
        field(digest, rendered == null ? "not looked at" : "looked at");
        if (rendered != null) {
            rendered(digest, rendered);
        }
        return "sha256:" + Sha256.finish(digest);
    }

    private static void rendered(MessageDigest digest, RenderedPlan rendered) {
        for (Rendering step : rendered.steps()) {
            switch (step) {
                case Rendering.Statements statements when statements.varies() -> field(digest, "varies");
                case Rendering.Statements statements -> {
                    field(digest, "sql");
                    fields(digest, statements.statements());
                }
                // They need not be the same in the next copy.
                case Rendering.Captured captured -> field(digest, "unknown");
                // Why they are not known may be said in other words each time.
                case Rendering.Unknown unknown -> field(digest, "unknown");
                case Rendering.Reaching reaching -> field(digest, "unknown");
            }
        }
        field(digest, Integer.toString(rendered.files().size()));
        rendered.files().stream()
                .sorted(Comparator.comparing(ProjectFile::file))
                .forEach(file -> {
                    field(digest, file.file());
                    field(digest, file.digest());
                });
    }

    private static void fields(MessageDigest digest, List<String> values) {
        field(digest, Integer.toString(values.size()));
        values.forEach(value -> field(digest, value));
    }

    private static void field(MessageDigest digest, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
        digest.update((byte) '\n');
    }
}
