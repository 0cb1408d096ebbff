package dev.stillhouse.runner.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a dump what a server has noted for itself in the options of its columns: {@code pg_attver}, which PostgreSQL's minor
 * releases of November 2026 keep for each. A pg_dump of before takes it for an option that somebody has set, and a server of
 * before refuses it, so that what such a server's backup holds could be restored nowhere but there.
 */
final class AttributeVersions {
    private static final String NAME = "pg_attver";
    private static final Pattern STATEMENT = Pattern.compile(
            "^(?<before>ALTER (?:FOREIGN )?TABLE ONLY .+ ALTER COLUMN .+ SET \\()(?<options>[^()\n]*\\b" + NAME
                    + "=[^()\n]*)\\);\n",
            Pattern.MULTILINE);
    private static final Pattern OPTION = Pattern.compile("(?:, )?\\b" + NAME + "=[^,]*");

    private AttributeVersions() {}

    /** Writes the dump's table of contents anew, if there is any of it. */
    static void removeFrom(Path dump) throws IOException {
        Path file = dump.resolve("toc.dat");
        byte[] contents = Files.readAllBytes(file);
        if (new String(contents, StandardCharsets.ISO_8859_1).contains(NAME)) {
            Files.write(file, TocFile.rewritten(contents, AttributeVersions::without));
        }
    }

    /** A definition without it. */
    static String without(String definition) {
        return STATEMENT.matcher(definition).replaceAll(found -> {
            String rest = OPTION.matcher(found.group("options")).replaceAll("");
            rest = rest.startsWith(", ") ? rest.substring(2) : rest;
            return rest.isEmpty() ? "" : Matcher.quoteReplacement(found.group("before") + rest + ");\n");
        });
    }
}
