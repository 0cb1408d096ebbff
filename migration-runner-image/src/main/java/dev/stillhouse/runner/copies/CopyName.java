package dev.stillhouse.runner.copies;

import dev.stillhouse.runner.model.LockKey;
import dev.stillhouse.runner.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a database that is a copy. A part of it is a checksum of the rest: what is called like that was called so by us,
 * even if a runner was killed before it could say more of it.
 */
record CopyName(String text, LockKey lock) {
    private static final String PREFIX = "stillhouse_copy_";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(?<mark>[0-9a-f]{16})_(?<check>[0-9a-f]{8})");

    /** "COPY" in ASCII, for a lock in which the other key tells the copies apart. */
    static final int LOCKS = 0x434F5059;

    /** One that no other copy has. */
    static CopyName draw(RandomGenerator random) {
        return of(HexFormat.of().toHexDigits(random.nextLong()));
    }

    /** The copy that a database is by its name, if it is one. */
    static Optional<CopyName> read(String database) {
        Matcher matcher = NAME.matcher(database);
        return matcher.matches()
                ? Optional.of(of(matcher.group("mark"))).filter(name -> name.text.equals(database))
                : Optional.empty();
    }

    private static CopyName of(String mark) {
        String check = check(PREFIX + mark);
        return new CopyName(PREFIX + mark + "_" + check, new LockKey(LOCKS, Integer.parseUnsignedInt(check, 16)));
    }

    private static String check(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    }
}
