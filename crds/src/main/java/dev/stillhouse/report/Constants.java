package dev.stillhouse.report;

/**
 * Reads the constants of enums. Operator, runner and what is stored in the cluster can be of different versions (after an
 * upgrade, and after one that was taken back), so that each has to read values that only the other knows. Such a value is
 * read as one constant that stands for all of them, and never refused: one object must not hide all others.
 */
public final class Constants {
    /** The name of the constant that stands for all unknown ones. It is read, and never asked for. */
    public static final String UNKNOWN = "Unknown";

    private Constants() {}

    /** The constant of that name, or {@code otherwise}, whose meaning has to be safe whatever the value means. */
    public static <E extends Enum<E>> E read(E[] known, String text, E otherwise) {
        for (E constant : known) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        return otherwise;
    }
}
