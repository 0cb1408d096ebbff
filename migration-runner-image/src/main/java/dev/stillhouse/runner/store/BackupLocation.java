package dev.stillhouse.runner.store;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import java.util.regex.Pattern;

/** Where in a store one backup lies. Nothing that this accepts leads out of the store, or to more than one backup. */
record BackupLocation(String namespace, String name) {
    /** Room is left in a file name for what is put behind it. */
    private static final int LONGEST = 240;

    private static final Pattern PART = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

    static Result<BackupLocation> parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length == 2 && valid(parts[0]) && valid(parts[1])) {
            return Result.ok(new BackupLocation(parts[0], parts[1]));
        }
        return Result.failed(
                Reason.BackupNotFound,
                "There can be no backup at \"" + text + "\": a location is namespace/name, each of lower-case letters,"
                        + " digits, dots and hyphens, and at most " + LONGEST + " characters long.");
    }

    private static boolean valid(String part) {
        return part.length() <= LONGEST && PART.matcher(part).matches();
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
