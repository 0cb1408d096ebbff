package dev.stillhouse.runner.url;

import static dev.stillhouse.runner.url.Rule.noMatter;
import static dev.stillhouse.runner.url.Rule.refused;
import static dev.stillhouse.runner.url.Rule.same;
import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What SQLAlchemy and its drivers understand in a URL besides libpq's parameters. */
final class DriverParameters {
    private static final Set<String> ON_LIBPQ = Set.of("psycopg2", "psycopg2cffi", "psycopg", "psycopg_async");
    private static final String ELSEWHERE =
            "it leads the project elsewhere than the runner. Name the server in the URL itself.";

    static final Map<String, Rule> RULES = Map.ofEntries(
            entry(
                    "ssl",
                    same(
                            "true|disable|allow|prefer|require|verify-ca|verify-full",
                            "write sslmode=require or sslmode=verify-full.")),
            // SQLAlchemy's own.
            entry("plugin", noMatter()),
            entry("prepared_statement_cache_size", noMatter()),
            entry("prepared_statement_name_func", noMatter()),
            entry("async_fallback", noMatter()),
            entry("statement_cache_size", noMatter()),
            entry("max_cached_statement_lifetime", noMatter()),
            entry("max_cacheable_statement_size", noMatter()),
            entry("command_timeout", noMatter()),
            entry("timeout", noMatter()),
            entry("tcp_keepalive", noMatter()),
            entry("prepare_threshold", noMatter()),
            entry("cursor_factory", noMatter()),
            entry("row_factory", noMatter()),
            entry("direct_tls", refused("write sslnegotiation=direct, which the runner understands too.")),
            entry("ssl_context", refused("write sslmode and sslrootcert, which the runner understands too.")),
            entry("servicefile", refused("write into the URL what stands there.")),
            entry("dsn", refused(ELSEWHERE)),
            entry("conninfo", refused(ELSEWHERE)),
            entry("sock", refused(ELSEWHERE)),
            entry("unix_sock", refused(ELSEWHERE)),
            entry(
                    "source_address",
                    refused("the runner's own connections come from the pod's address. Leave it out.")));

    private DriverParameters() {}

    /** Whether this driver may understand what is in no table; those on libpq refuse that, and so does libpq. */
    static boolean mayKnowMore(@Nullable String driver) {
        return driver != null && !ON_LIBPQ.contains(driver);
    }
}
