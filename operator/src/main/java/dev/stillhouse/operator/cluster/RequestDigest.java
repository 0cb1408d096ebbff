package dev.stillhouse.operator.cluster;

import dev.stillhouse.api.v1alpha1.MigrationRequestSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The digest of what a request asks for. It is made of a text of our own, a line for each field that is set, in this order;
 * a field that is added later adds a line only where it is set. So it is the same whatever library writes JSON.
 */
public final class RequestDigest {
    private static final String VERSION = "v1";

    private RequestDigest() {}

    public static String of(MigrationRequestSpec spec) {
        return VERSION + ":" + Digests.sha256(canonical(spec));
    }

    static String canonical(MigrationRequestSpec spec) {
        var lines = new ArrayList<String>();
        line(lines, "migration", spec.migrationRef().name());
        line(lines, "operation", spec.operation().name());
        line(lines, "target", spec.target());
        if (spec.targets() != null) {
            spec.targets().forEach(target -> line(lines, "targets", target));
        }
        if (Boolean.TRUE.equals(spec.purge())) {
            line(lines, "purge", "true");
        }
        if (spec.restore() != null) {
            line(lines, "restore.backup", spec.restore().backup());
            line(lines, "restore.mode", spec.restore().modeOrDefault().name());
            line(lines, "restore.confirm", spec.restore().confirm());
            line(lines, "restore.backupOf", spec.restore().backupOf());
        }
        if (spec.verify() != null) {
            line(lines, "verify.backup", spec.verify().backup());
            line(
                    lines,
                    "verify.by",
                    spec.verify().by() == null ? null : spec.verify().by().name());
        }
        return String.join("\n", lines);
    }

    /** No value can pass for another line: a line break in it is written as two characters. */
    private static void line(List<String> lines, String field, @Nullable String value) {
        if (value != null) {
            lines.add(field + "=" + value.replace("\\", "\\\\").replace("\n", "\\n"));
        }
    }
}
