package dev.stillhouse.runner.url;

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
    /** These are handed on besides those that pgjdbc knows too. */
    private static final Set<String> MORE = Set.of(
            "ssl_min_protocol_version",
            "ssl_max_protocol_version",
            "keepalives",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "tcp_user_timeout",
            "target_session_attrs");

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
        LibpqWords.of(url).forEach((name, value) -> {
            if (MORE.contains(name) || JdbcParameters.IN_LIBPQ.containsValue(name)) {
                settings.put(name, value);
            }
        });
        if (hosts.size() > 1) {
            // As the runner's own connections choose: a standby has no snapshot of the primary.
            settings.put("target_session_attrs", "read-write");
        }
        return new LibpqForm(environment, settings);
    }

    /** Hides the password. */
    @Override
    public String toString() {
        return "LibpqForm[" + environment.get("PGHOST") + "/" + environment.get("PGDATABASE") + "]";
    }
}
