package dev.stillhouse.runner.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Locales of the operating system for a private server. An image with all of them compiled would be larger by 200 MB, so
 * they are compiled when they are needed, of glibc's own sources: about a second for each.
 */
final class Locales {
    private static final Path SOURCES = Path.of("/usr/share/i18n/SUPPORTED");
    private static final String INSTALLED = "/usr/lib/locale";
    private static final Set<String> ALWAYS_THERE = Set.of("", "C", "POSIX", "C.utf8", "ucs_basic");

    private record Source(String input, String charmap) {}

    private Locales() {}

    /** Those that the operating system provides to a database: all but what it always has; sorted. */
    static List<String> of(Origin origin) {
        OriginLocale locale = origin.locale();
        Set<String> names = new TreeSet<>(locale.collations());
        names.add(origin.collate());
        names.add(origin.ctype());
        Optional.ofNullable(locale.monetary()).ifPresent(names::add);
        names.removeIf(name -> ALWAYS_THERE.contains(normalized(name)));
        return List.copyOf(names);
    }

    /**
     * Compiles them.
     *
     * @param folder for their files; it is made
     * @return where a server finds these and all others, as the value of {@code LOCPATH}; empty if nothing was compiled
     */
    static Optional<String> compile(List<String> names, Path folder, String others, Cancellation cancellation)
            throws IOException {
        Map<String, Source> sources = names.isEmpty() || !Files.isReadable(SOURCES) ? Map.of() : sources();
        boolean some = false;
        for (String name : names) {
            String normalized = normalized(name);
            if (sources.containsKey(normalized)) {
                Files.createDirectories(folder);
                some |= compiled(
                        Objects.requireNonNull(sources.get(normalized)), folder.resolve(normalized), cancellation);
            }
        }
        return some ? Optional.of(folder + ":" + (others.isEmpty() ? "" : others + ":") + INSTALLED) : Optional.empty();
    }

    private static boolean compiled(Source source, Path to, Cancellation cancellation) {
        try {
            // It ends with 1 after mere warnings.
            new ToolProcess(Map.of(), line -> {}, cancellation)
                    .run(
                            List.of(
                                    "localedef",
                                    "--no-archive",
                                    "--quiet",
                                    "-i",
                                    source.input(),
                                    "-f",
                                    source.charmap(),
                                    to.toString()),
                            "");
        } catch (IOException e) {
            // Not every machine has the program.
            return false;
        }
        return Files.exists(to.resolve("LC_COLLATE"));
    }

    private static Map<String, Source> sources() throws IOException {
        Map<String, Source> sources = new HashMap<>();
        try (Stream<String> lines = Files.lines(SOURCES)) {
            lines.map(line -> line.split("\\s+"))
                    .filter(words -> words.length == 2)
                    .forEach(words -> {
                        String modifier = words[0].contains("@") ? words[0].substring(words[0].indexOf('@')) : "";
                        String language = words[0].replaceFirst("[.@].*", "");
                        Source source = new Source(language + modifier, words[1]);
                        sources.put(normalized(words[0]), source);
                        sources.putIfAbsent(normalized(language + "." + words[1] + modifier), source);
                    });
        }
        return sources;
    }

    /** As glibc looks for it: of de_DE.UTF-8 that is de_DE.utf8. */
    private static String normalized(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return name;
        }
        int at = name.indexOf('@', dot);
        String codeset = name.substring(dot + 1, at < 0 ? name.length() : at);
        return name.substring(0, dot + 1)
                + codeset.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")
                + (at < 0 ? "" : name.substring(at));
    }
}
