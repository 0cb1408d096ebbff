package dev.stillhouse.runner.store;

/** The ways in which an operating system says that a file cannot grow. */
public final class OutOfSpace {
    private OutOfSpace() {}

    /** @param text a message of the system, or of a program that repeats it */
    public static boolean says(String text) {
        return text.contains("No space left on device")
                || text.contains("Disk quota exceeded")
                || text.contains("File too large");
    }
}
