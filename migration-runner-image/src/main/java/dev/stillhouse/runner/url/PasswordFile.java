package dev.stillhouse.runner.url;

import dev.stillhouse.runner.url.DatabaseUrl.Host;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * libpq's file of passwords: lines of {@code host:port:database:user:password}, in which {@code *} stands for anything and a
 * backslash takes the meaning from what follows. The first line that fits is the one.
 */
public record PasswordFile(List<String> lines) {

    public PasswordFile {
        lines = List.copyOf(lines);
    }

    /** The line of a password for whatever is connected to. */
    public static String line(String password) {
        return "*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:") + "\n";
    }

    /** The password for this server, or nothing if no line fits. */
    public Optional<String> find(Host host, String database, String user) {
        return lines.stream()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> password(line, host.name(), "" + host.port(), database, user).stream())
                .findFirst();
    }

    private static Optional<String> password(String line, String... wanted) {
        @Nullable String rest = line;
        for (String each : wanted) {
            rest = afterField(rest, each);
            if (rest == null) {
                return Optional.empty();
            }
        }
        return Optional.of(field(rest));
    }

    /** What follows the first field, or null if that is something else. */
    private static @Nullable String afterField(String line, String wanted) {
        int end = endOfField(line);
        boolean fits =
                end < line.length() && (line.startsWith("*:") || field(line).equals(wanted));
        return fits ? line.substring(end + 1) : null;
    }

    private static String field(String line) {
        StringBuilder text = new StringBuilder();
        int end = endOfField(line);
        for (int i = 0; i < end; i++) {
            if (line.charAt(i) == '\\' && i + 1 < end) {
                i++;
            }
            text.append(line.charAt(i));
        }
        return text.toString();
    }

    /** Where the first colon is that stands for itself, or the line's end. */
    private static int endOfField(String line) {
        int at = 0;
        while (at < line.length() && line.charAt(at) != ':') {
            at += line.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, line.length());
    }
}
