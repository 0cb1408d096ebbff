package dev.stillhouse.runner.url;

import static dev.stillhouse.runner.url.Rule.noMatter;
import static java.util.Map.entry;

import java.util.Map;

/** What URLs have from tools that neither the runner nor PostgreSQL's programs are. A project takes it out by itself. */
final class OtherTools {
    static final Map<String, Rule> IN_PLAIN_URLS = Map.ofEntries(
            entry("pgbouncer", noMatter()),
            entry("supa", noMatter()),
            entry("connection_limit", noMatter()),
            entry("pool_timeout", noMatter()),
            entry("pool", noMatter()),
            entry("encoding", noMatter()),
            entry("schema", noMatter("public", Parameters.SEARCH_PATH)));

    /** pgjdbc ignores what it does not know. */
    static final Map<String, Rule> IN_JDBC_URLS = Map.ofEntries(
            entry("useUnicode", noMatter()),
            entry("characterEncoding", noMatter()),
            entry("useSSL", noMatter("(?i)false", "pgjdbc does not know it. Write sslmode.")),
            entry("serverTimezone", noMatter()),
            entry("TimeZone", noMatter()),
            entry("charSet", noMatter()),
            entry("applicationName", noMatter()));

    private OtherTools() {}
}
