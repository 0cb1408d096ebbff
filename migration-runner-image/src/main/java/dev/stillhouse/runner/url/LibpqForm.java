package dev.stillhouse.runner.url;

import dev.stillhouse.runner.url.DatabaseUrl.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The form that PostgreSQL's own programs take: nothing on a command line, where everybody could read it.
 *
 * @param environment variables of libpq: hosts, user, password, database, application name
 * @param settings everything else, for a file of connection services; some of it has no variable
 */
public record LibpqForm(Map<String, String> environment, Map<String, String> settings) {
    /** What pgjdbc calls it, and what libpq calls the same. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("sslmode", "sslmode"),
            Map.entry("sslrootcert", "sslrootcert"),
            Map.entry("sslcert", "sslcert"),
            Map.entry("sslkey", "sslkey"),
            Map.entry("sslpassword", "sslpassword"),
            Map.entry("sslNegotiation", "sslnegotiation"),
            Map.entry("channelBinding", "channel_binding"),
            Map.entry("gssEncMode", "gssencmode"),
            Map.entry("kerberosServerName", "krbsrvname"),
            Map.entry("requireAuth", "require_auth"),
            Map.entry("options", "options"),
            Map.entry("connectTimeout", "connect_timeout"));

    /** Of a libpq URL these are handed on too; what it does not know is the project's driver's. */
    private static final Set<String> MORE = Set.of(
            "sslcrl",
            "sslcrldir",
            "sslsni",
            "ssl_min_protocol_version",
            "ssl_max_protocol_version",
            "keepalives",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "tcp_user_timeout",
            "target_session_attrs",
            "passfile");

    private static final Map<String, String> KEEPALIVES =
            Map.of("keepalives", "1", "keepalives_idle", "60", "keepalives_interval", "10", "keepalives_count", "6");

    public LibpqForm {
        environment = Map.copyOf(environment);
        settings = Map.copyOf(settings);
    }

    public static LibpqForm of(DatabaseUrl url, String applicationName) {
        Map<String, String> environment = new LinkedHashMap<>();
        List<DatabaseUrl.Host> hosts = url.hosts();
        environment.put(
                "PGHOST",
                String.join(",", hosts.stream().map(DatabaseUrl.Host::name).toList()));
        environment.put(
                "PGPORT",
                String.join(",", hosts.stream().map(host -> "" + host.port()).toList()));
        environment.put("PGUSER", url.user());
        environment.put("PGDATABASE", url.database());
        environment.put("PGAPPNAME", applicationName);
        String password = url.password();
        if (password != null) {
            environment.put("PGPASSWORD", password);
        }
        // A connection may be silent for hours: that of pg_dump's leader, while others copy.
        Map<String, String> settings = new LinkedHashMap<>(KEEPALIVES);
        if (hosts.size() > 1) {
            // As the runner's own connections choose: a standby has no snapshot of the primary.
            settings.put("target_session_attrs", "read-write");
        }
        url.parameters().forEach((name, value) -> {
            if (url.form() == Form.JDBC) {
                fromJdbc(name, value, settings);
            } else if (name.equals("ssl")) {
                // asyncpg's parameter: a mode of libpq, or true for a context with all checks.
                settings.put("sslmode", value.equalsIgnoreCase("true") ? "verify-full" : value);
            } else if (MORE.contains(name) || NAMES.containsValue(name)) {
                settings.put(name, value);
            }
        });
        return new LibpqForm(environment, settings);
    }

    private static void fromJdbc(String name, String value, Map<String, String> settings) {
        if (name.equals("ssl")) {
            if (!value.equalsIgnoreCase("false")) {
                // pgjdbc's ssl=true checks certificate and host name.
                settings.putIfAbsent("sslmode", "verify-full");
            }
            return;
        }
        String ours = NAMES.get(name);
        if (ours != null) {
            settings.put(ours, value);
        }
    }

    /** Hides the password. */
    @Override
    public String toString() {
        return "LibpqForm[" + environment.get("PGHOST") + "/" + environment.get("PGDATABASE") + "]";
    }
}
