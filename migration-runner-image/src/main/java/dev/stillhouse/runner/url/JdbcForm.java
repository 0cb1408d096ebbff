package dev.stillhouse.runner.url;

import dev.stillhouse.runner.url.DatabaseUrl.Form;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form that pgjdbc takes. Of the parameters it has those that decide how the server is reached (TLS, authentication,
 * options) and, from a JDBC URL, what is pgjdbc's own business; what belongs to the project's driver is left out.
 *
 * @param url without user, password and parameters
 * @param properties user, password and connection properties
 */
public record JdbcForm(String url, Map<String, String> properties) {
    public static JdbcForm of(DatabaseUrl url, String applicationName) {
        Map<String, String> properties = new LinkedHashMap<>();
        Map<String, String> words = LibpqWords.of(url);
        JdbcParameters.IN_LIBPQ.forEach((ours, libpqs) -> {
            String value = words.get(libpqs);
            if (value != null) {
                properties.put(ours, value);
            }
        });
        if (url.form() == Form.JDBC) {
            url.parameters().forEach((name, value) -> {
                if (JdbcParameters.RUNNERS.contains(name) && !value.isEmpty()) {
                    properties.put(name, value);
                }
            });
        }
        authorities(properties);
        properties.put("user", url.user());
        String password = url.password();
        if (password != null) {
            properties.put("password", password);
        }
        // The lock's session is idle while the project works: without keepalives a firewall forgets it.
        properties.put("tcpKeepAlive", "true");
        properties.put("ApplicationName", applicationName);
        properties.put("assumeMinServerVersion", "10");
        // Its details repeat values of rows.
        properties.put("logServerErrorDetail", "false");
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("loginTimeout", "20");
        properties.putIfAbsent("socketTimeout", "30");
        if (url.hosts().size() > 1
                || !words.getOrDefault("target_session_attrs", "any").equals("any")) {
            properties.put("targetServerType", "primary");
        }
        String hosts = String.join(
                ",", url.hosts().stream().map(DatabaseUrl.Host::authority).toList());
        return new JdbcForm("jdbc:postgresql://" + hosts + "/" + Percent.encode(url.database()), properties);
    }

    /**
     * As libpq: the machine's own by a word, and whoever names an authority wants it to vouch for the server, where the file
     * is there. A project in another image may have it alone.
     */
    private static void authorities(Map<String, String> properties) {
        if ("system".equals(properties.get("sslrootcert"))) {
            properties.remove("sslrootcert");
            properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else if ("require".equals(properties.get("sslmode")) && isThere(properties.get("sslrootcert"))) {
            properties.put("sslmode", "verify-ca");
        }
    }

    private static boolean isThere(@Nullable String file) {
        return file != null && new File(file).exists();
    }

    /** Hides the password. */
    @Override
    public String toString() {
        return "JdbcForm[" + url + "]";
    }
}
