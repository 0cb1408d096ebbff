package dev.stillhouse.runner.url;

import dev.stillhouse.runner.url.DatabaseUrl.Form;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The parameters of a URL in libpq's words, whoever's words they were written in. */
final class LibpqWords {
    private LibpqWords() {}

    static Map<String, String> of(DatabaseUrl url) {
        Map<String, String> words = new LinkedHashMap<>();
        if (url.form() == Form.JDBC) {
            fromJdbc(url.parameters(), words);
        } else {
            words.putAll(url.parameters());
            // asyncpg's word.
            if (words.containsKey("ssl")) {
                String mode = words.remove("ssl");
                // libpq's own meaning of it, which is there for URLs of other clients.
                words.putIfAbsent("sslmode", mode.equals("true") ? "require" : mode);
            }
        }
        if ("system".equals(words.get("sslrootcert"))) {
            words.putIfAbsent("sslmode", "verify-full");
        }
        return words;
    }

    private static void fromJdbc(Map<String, String> jdbc, Map<String, String> words) {
        jdbc.forEach((name, value) -> {
            String same = JdbcParameters.IN_LIBPQ.get(name);
            if (same != null && !value.isEmpty()) {
                // pgjdbc reads a mode without regard to capitals.
                words.put(same, same.equals("sslmode") ? value.toLowerCase(Locale.ROOT) : value);
            }
        });
        if (!jdbc.getOrDefault("ssl", "false").equalsIgnoreCase("false")) {
            // It checks certificate and host name, also where it stands alone, without a value.
            words.putIfAbsent("sslmode", "verify-full");
        }
        factory(jdbc.getOrDefault("sslfactory", ""), words);
        // pgjdbc's default, for which libpq has no word.
        words.remove("gssencmode", "allow");
        String schemas = jdbc.get("currentSchema");
        if (schemas != null && !schemas.isEmpty()) {
            String setting = "-csearch_path=" + schemas.replaceAll("([\\\\\\s])", "\\\\$1");
            words.merge("options", setting, (before, added) -> before + " " + added);
        }
        String server = jdbc.getOrDefault("targetServerType", "");
        if (server.equals("primary") || server.equals("master")) {
            words.put("target_session_attrs", "read-write");
        }
    }

    private static void factory(String name, Map<String, String> words) {
        if (name.endsWith(".DefaultJavaSSLFactory")) {
            words.put("sslrootcert", "system");
        } else if (name.endsWith(".NonValidatingFactory")) {
            words.computeIfPresent("sslmode", (mode, value) -> value.startsWith("verify-") ? "require" : value);
            words.remove("sslrootcert");
        }
    }
}
