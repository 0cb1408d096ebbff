package dev.stillhouse.runner.fingerprint;

import java.util.regex.Pattern;

/**
 * Names as they would be written if there were no keywords. A server quotes those that are keywords to it, which not every
 * version has: {@code json} is one since 17, {@code system_user} since 16. What two servers have written can be compared
 * only without that. Pure.
 */
public final class PlainNames {
    private static final Pattern NEEDLESS_QUOTES = Pattern.compile("(?<!\")\"([a-z_][a-z0-9_]*)\"(?!\")");

    /** Since 14 a server says which arguments of a procedure are its input. */
    private static final Pattern INPUT = Pattern.compile("(?<=[(]|, )IN ");

    private PlainNames() {}

    /** The same text without quotes around names that need them at most as keywords. */
    public static String in(String text) {
        String plain = NEEDLESS_QUOTES.matcher(text).replaceAll("$1");
        return plain.startsWith("procedure ") || plain.startsWith("PROCEDURE ")
                ? INPUT.matcher(plain).replaceAll("")
                : plain;
    }
}
