package dev.stillhouse.operator.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, for names and for noticing change. */
public final class Digests {
    private static final int SUFFIX = 8;

    private Digests() {}

    /** The SHA-256 of a text as "sha256:" and 64 hexadecimal digits. */
    public static String sha256(String text) {
        return "sha256:" + hex(text);
    }

    /**
     * Shortens a name to at most {@code length} characters so that it differs wherever the given ones differ, and is still
     * a name that Kubernetes takes.
     */
    public static String shorten(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        var kept = text.substring(0, length - SUFFIX - 1).replaceFirst("[^A-Za-z0-9]+$", "");
        return kept + "-" + hex(text).substring(0, SUFFIX);
    }

    /** A few digits that differ where the texts differ, for the end of a name. */
    public static String brief(String text) {
        return hex(text).substring(0, SUFFIX);
    }

    /** A number from 0 to below 1 that is always the same for a text, and evenly spread over many texts. */
    public static double fraction(String text) {
        return Long.parseLong(brief(text), 16) / (double) (1L << 32);
    }

    private static String hex(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
