package dev.stillhouse.runner.url;

import dev.stillhouse.runner.url.DatabaseUrl.Form;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;

/**
 * The form that pgjdbc takes. Only parameters that decide how the server is reached (TLS, authentication, options) are
 * handed on from a libpq or SQLAlchemy URL; what belongs to the project's driver is left out.
 *
 * @param url without user, password and parameters
 * @param properties user, password and connection properties
 */
public record JdbcForm(String url, Map<String, String> properties) {
    /** What libpq calls it, and what pgjdbc calls the same. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("sslmode", "sslmode"),
            Map.entry("sslrootcert", "sslrootcert"),
            Map.entry("sslcert", "sslcert"),
            Map.entry("sslkey", "sslkey"),
            Map.entry("sslpassword", "sslpassword"),
            Map.entry("sslnegotiation", "sslNegotiation"),
            Map.entry("channel_binding", "channelBinding"),
            Map.entry("gssencmode", "gssEncMode"),
            Map.entry("krbsrvname", "kerberosServerName"),
            Map.entry("require_auth", "requireAuth"),
            Map.entry("options", "options"),
            Map.entry("connect_timeout", "connectTimeout"));

    public static JdbcForm of(DatabaseUrl url, String applicationName) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Entry<String, String> parameter : url.parameters().entrySet()) {
            if (url.form() == Form.JDBC) {
                properties.put(parameter.getKey(), parameter.getValue());
            } else {
                fromLibpq(parameter.getKey(), parameter.getValue(), properties);
            }
        }
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
        if (url.hosts().size() > 1) {
            properties.put("targetServerType", "primary");
        }
        String hosts = String.join(
                ",", url.hosts().stream().map(DatabaseUrl.Host::authority).toList());
        return new JdbcForm("jdbc:postgresql://" + hosts + "/" + Percent.encode(url.database()), properties);
    }

    private static void fromLibpq(String name, String value, Map<String, String> properties) {
        if (name.equals("ssl")) {
            // asyncpg's parameter: a mode of libpq, or true for a context with all checks.
            properties.put("sslmode", value.equalsIgnoreCase("true") ? "verify-full" : value);
        } else if (name.equals("sslrootcert") && value.equals("system")) {
            properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else {
            String ours = NAMES.get(name);
            if (ours != null) {
                properties.put(ours, value);
            }
        }
    }

    /** Hides the password. */
    @Override
    public String toString() {
        return "JdbcForm[" + url + "]";
    }
}
