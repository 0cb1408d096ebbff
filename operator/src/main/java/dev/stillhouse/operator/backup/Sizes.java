package dev.stillhouse.operator.backup;

import java.util.Locale;

/** Sizes as people read them. */
final class Sizes {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int STEP = 1024;

    private Sizes() {}

    /** Such as {@code 1.2 GiB}: with one decimal, without any for bytes. */
    static String text(long bytes) {
        double size = bytes;
        var unit = 0;
        // What would be shown as 1024.0 belongs to the next unit.
        while (size >= STEP - 0.05 && unit < UNITS.length - 1) {
            size /= STEP;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }
}
