package dev.stillhouse.runner.url;

import static dev.stillhouse.runner.url.Rule.noMatter;
import static dev.stillhouse.runner.url.Rule.refused;
import static dev.stillhouse.runner.url.Rule.same;
import static java.util.Map.entry;

import java.util.Map;

/** libpq's parameters, as of PostgreSQL 18, without those that a {@link DatabaseUrl} has taken to pieces. */
final class LibpqParameters {
    private static final String SECONDS = "write a number of seconds.";
    private static final String NO_REVOCATION =
            "the runner's own connections cannot check revoked certificates. Leave it out.";
    private static final String NO_OAUTH =
            "the runner cannot get a token. Leave it out, and name a user with a password or a client certificate.";
    private static final String NO_SCRAM_KEYS = "the runner needs the password itself: put it into the URL.";

    static final Map<String, Rule> RULES = Map.ofEntries(
            entry(
                    "sslmode",
                    same(
                            "disable|allow|prefer|require|verify-ca|verify-full",
                            "write disable, allow, prefer, require, verify-ca or verify-full.")),
            entry("sslrootcert", same()),
            entry("sslcert", same()),
            entry("sslkey", same()),
            entry("sslpassword", same()),
            entry("sslnegotiation", same("postgres|direct", "write postgres or direct.")),
            entry("channel_binding", same("disable|prefer|require", "write disable, prefer or require.")),
            entry("gssencmode", same("disable|prefer|require", "write disable, prefer or require.")),
            entry("krbsrvname", same()),
            entry("require_auth", same()),
            entry("options", same()),
            entry("connect_timeout", same("[0-9]{1,9}", SECONDS)),
            entry(
                    "target_session_attrs",
                    same(
                            "any|read-write|primary",
                            "a migration needs the primary: write read-write, or leave it out.")),
            entry("passfile", same()),
            entry("application_name", noMatter()),
            entry("fallback_application_name", noMatter()),
            entry("client_encoding", noMatter()),
            entry("keepalives", noMatter()),
            entry("keepalives_idle", noMatter()),
            entry("keepalives_interval", noMatter()),
            entry("keepalives_count", noMatter()),
            entry("tcp_user_timeout", noMatter()),
            entry("load_balance_hosts", noMatter()),
            entry("sslcompression", noMatter()),
            entry("requirepeer", noMatter()),
            entry("min_protocol_version", noMatter()),
            entry("max_protocol_version", noMatter()),
            entry("ssl_max_protocol_version", noMatter()),
            entry(
                    "ssl_min_protocol_version",
                    noMatter(
                            "TLSv1|TLSv1\\.[12]",
                            "the runner's own connections take TLS 1.2 and newer and cannot be told more. Leave it out,"
                                    + " and set ssl_min_protocol_version on the server.")),
            entry("sslsni", noMatter("1", "the runner's own connections always send the server's name. Leave it out.")),
            entry(
                    "sslcertmode",
                    noMatter(
                            "allow",
                            "the runner's own connections send a client certificate if one is named and asked for, and"
                                    + " cannot be told otherwise. Leave it out.")),
            entry("gsslib", noMatter("gssapi", "there is no other library than gssapi. Leave it out.")),
            entry("gssdelegation", noMatter("0", "the runner's own connections hand on no credentials. Leave it out.")),
            entry(
                    "replication",
                    noMatter("false|off|no|0", "a connection for replication cannot run a migration. Leave it out.")),
            entry(
                    "hostaddr",
                    refused("the runner's own connections would look the host's name up all the same. Write the address"
                            + " as the host, or leave it out.")),
            entry(
                    "service",
                    refused(
                            "the file that it is looked up in is not the same for runner and project. Write into the URL"
                                    + " what stands there.")),
            entry("sslcrl", refused(NO_REVOCATION)),
            entry("sslcrldir", refused(NO_REVOCATION)),
            entry("sslkeylogfile", refused("it lets others read what goes over the network. Leave it out.")),
            entry("scram_client_key", refused(NO_SCRAM_KEYS)),
            entry("scram_server_key", refused(NO_SCRAM_KEYS)),
            entry("oauth_issuer", refused(NO_OAUTH)),
            entry("oauth_client_id", refused(NO_OAUTH)),
            entry("oauth_client_secret", refused(NO_OAUTH)),
            entry("oauth_scope", refused(NO_OAUTH)));

    private LibpqParameters() {}
}
