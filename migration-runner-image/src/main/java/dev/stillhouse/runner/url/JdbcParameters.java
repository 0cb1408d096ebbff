package dev.stillhouse.runner.url;

import static dev.stillhouse.runner.url.Rule.noMatter;
import static dev.stillhouse.runner.url.Rule.refused;
import static dev.stillhouse.runner.url.Rule.same;
import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** pgjdbc's properties, without user and password. */
final class JdbcParameters {
    private static final String SECONDS = "write a number of seconds.";
    private static final String IN_THE_URL = "name servers and database in front of the question mark alone.";
    private static final String CLASSES =
            "it names a class of an application's, which neither the runner nor the project has. Leave it out.";
    private static final String PLAIN_KERBEROS =
            "the runner's own connections use Kerberos as it is set up by default. Leave it out.";

    /** What of them is for the runner's own connections, and for nobody else. */
    static final Set<String> RUNNERS = Set.of(
            "loginTimeout",
            "socketTimeout",
            "cancelSignalTimeout",
            "sslResponseTimeout",
            "gssResponseTimeout",
            "prepareThreshold",
            "preferQueryMode");

    /** What pgjdbc calls it, and what libpq calls the same. */
    static final Map<String, String> IN_LIBPQ = Map.ofEntries(
            entry("sslmode", "sslmode"),
            entry("sslrootcert", "sslrootcert"),
            entry("sslcert", "sslcert"),
            entry("sslkey", "sslkey"),
            entry("sslpassword", "sslpassword"),
            entry("sslNegotiation", "sslnegotiation"),
            entry("channelBinding", "channel_binding"),
            entry("gssEncMode", "gssencmode"),
            entry("kerberosServerName", "krbsrvname"),
            entry("requireAuth", "require_auth"),
            entry("options", "options"),
            entry("connectTimeout", "connect_timeout"));

    static final Map<String, Rule> RULES = Map.ofEntries(
            entry(
                    "sslmode",
                    same(
                            "(?i)disable|allow|prefer|require|verify-ca|verify-full",
                            "write disable, allow, prefer, require, verify-ca or verify-full.")),
            entry("sslrootcert", same()),
            entry("sslcert", same()),
            entry("sslkey", same()),
            entry("sslpassword", same()),
            entry("sslNegotiation", libpq("sslnegotiation")),
            entry("channelBinding", libpq("channel_binding")),
            entry("gssEncMode", same("disable|allow|prefer|require", "write disable, allow, prefer or require.")),
            entry("kerberosServerName", same()),
            entry("requireAuth", same()),
            entry("options", same()),
            entry("connectTimeout", same("[0-9]{1,9}", SECONDS)),
            entry("currentSchema", same()),
            entry("ssl", same("(?i)true|false|", "write true or false, or sslmode.")),
            entry(
                    "sslfactory",
                    same(
                            "org\\.postgresql\\.ssl\\."
                                    + "(NonValidatingFactory|DefaultJavaSSLFactory|LibPQFactory|jdbc4\\.LibPQFactory)",
                            "the runner has no other classes for that than pgjdbc's own. Write sslmode and sslrootcert.")),
            entry(
                    "targetServerType",
                    same(
                            "any|primary|master|preferPrimary",
                            "a migration needs the primary: write primary, or leave it out.")),
            entry("loginTimeout", noMatter("[0-9]{1,9}(\\.[0-9]{1,9})?", SECONDS)),
            entry("socketTimeout", noMatter("[0-9]{1,9}", SECONDS)),
            entry("cancelSignalTimeout", noMatter("[0-9]{1,9}", SECONDS)),
            entry("sslResponseTimeout", noMatter()),
            entry("gssResponseTimeout", noMatter()),
            entry("prepareThreshold", noMatter()),
            entry("preferQueryMode", noMatter()),
            entry("ApplicationName", noMatter()),
            entry("adaptiveFetch", noMatter()),
            entry("adaptiveFetchMaximum", noMatter()),
            entry("adaptiveFetchMinimum", noMatter()),
            entry("allowEncodingChanges", noMatter()),
            entry("assumeMinServerVersion", noMatter()),
            entry("autosave", noMatter()),
            entry("binaryTransfer", noMatter()),
            entry("binaryTransferDisable", noMatter()),
            entry("binaryTransferEnable", noMatter()),
            entry("classLoaderStrategy", noMatter()),
            entry("cleanupSavepoints", noMatter()),
            entry("convertBooleanToNumeric", noMatter()),
            entry("databaseMetadataCacheFields", noMatter()),
            entry("databaseMetadataCacheFieldsMiB", noMatter()),
            entry("defaultRowFetchSize", noMatter()),
            entry("disableColumnSanitiser", noMatter()),
            entry("escapeSyntaxCallMode", noMatter()),
            entry("flushCacheOnDdl", noMatter()),
            entry("groupStartupParameters", noMatter()),
            entry("hideUnprivilegedObjects", noMatter()),
            entry("hostRecheckSeconds", noMatter()),
            entry("loadBalanceHosts", noMatter()),
            entry("loggerFile", noMatter()),
            entry("loggerLevel", noMatter()),
            entry("logServerErrorDetail", noMatter()),
            entry("logUnclosedConnections", noMatter()),
            entry("maxResultBuffer", noMatter()),
            entry("maxSendBufferSize", noMatter()),
            entry("pemKeyAlgorithm", noMatter()),
            entry("preparedStatementCacheQueries", noMatter()),
            entry("preparedStatementCacheSizeMiB", noMatter()),
            entry("protocolVersion", noMatter()),
            entry("queryTimeout", noMatter()),
            entry("quoteReturningIdentifiers", noMatter()),
            entry("readOnlyMode", noMatter()),
            entry("receiveBufferSize", noMatter()),
            entry("reWriteBatchedInserts", noMatter()),
            entry("reWriteBatchedInsertsSize", noMatter()),
            entry("scramMaxIterations", noMatter()),
            entry("sendBufferSize", noMatter()),
            entry("stringtype", noMatter()),
            entry("tcpKeepAlive", noMatter()),
            entry("tcpNoDelay", noMatter()),
            entry("unknownLength", noMatter()),
            entry("xmlFactoryFactory", noMatter()),
            entry("readOnly", noMatter("(?i)false", "a migration has to write. Leave it out.")),
            entry(
                    "replication",
                    noMatter(
                            "(?i)false|off|no|0",
                            "a connection for replication cannot run a migration. Leave it out.")),
            entry("gsslib", noMatter("auto|gssapi", "there is no other library than gssapi. Leave it out.")),
            entry("gssUseDefaultCreds", noMatter("(?i)false", PLAIN_KERBEROS)),
            entry("jaasLogin", noMatter("(?i)true", PLAIN_KERBEROS)),
            entry("jaasApplicationName", noMatter("pgjdbc", PLAIN_KERBEROS)),
            entry("useSpnego", noMatter("(?i)false", PLAIN_KERBEROS)),
            entry("sspiServiceClass", noMatter()),
            entry("PGHOST", refused(IN_THE_URL)),
            entry("PGPORT", refused(IN_THE_URL)),
            entry("PGDBNAME", refused(IN_THE_URL)),
            entry("service", refused("write into the URL what stands in the file that it is looked up in.")),
            entry("localSocketAddress", refused("runner and project come from the pod's address. Leave it out.")),
            entry(
                    "socketFactory",
                    refused("runner and project reach the server over the network, without a class for that. Leave it"
                            + " out and name the server, or a proxy that leads to it.")),
            entry("socketFactoryArg", refused("it belongs to socketFactory. Leave it out.")),
            entry("connectExecutor", refused(CLASSES)),
            entry("connectExecutorArg", refused("it belongs to connectExecutor. Leave it out.")),
            entry(
                    "authenticationPluginClassName",
                    refused("the password cannot come from a class. Put it into the Secret.")),
            entry("sslfactoryarg", refused("it belongs to a class that the runner does not have. Write sslrootcert.")),
            entry("sslhostnameverifier", refused("write sslmode=verify-ca or sslmode=verify-full.")),
            entry("sslpasswordcallback", refused(CLASSES)));

    private JdbcParameters() {}

    private static Rule libpq(String name) {
        Rule rule = LibpqParameters.RULES.get(name);
        if (rule == null) {
            throw new IllegalArgumentException(name);
        }
        return rule;
    }
}
