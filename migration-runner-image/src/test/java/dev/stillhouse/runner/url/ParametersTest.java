package dev.stillhouse.runner.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.Rule.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

/** Nothing that a person has written into a URL is lost in silence. */
class ParametersTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "database-url.md");
    /** A row of the reference's tables: names in code, and what becomes of them. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]+) \\| (same|no matter|refused)\\b");

    private static String trouble(String url) {
        return DatabaseReader.read(url, Map.of())
                .fold(
                        read -> {
                            throw new AssertionError("understood as " + read);
                        },
                        trouble -> {
                            assertThat(trouble.reason()).isEqualTo(Reason.InvalidUrl);
                            return trouble.message();
                        });
    }

    private static DatabaseUrl read(String url) {
        return DatabaseReader.read(url, Map.of()).fold(read -> read, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    @Test
    void everyPropertyOfPgjdbcHasItsRule() {
        Set<String> known = Arrays.stream(PGProperty.values())
                .map(PGProperty::getName)
                .filter(name -> !Set.of("user", "password").contains(name))
                .collect(Collectors.toSet());

        assertThat(JdbcParameters.RULES.keySet()).isEqualTo(known);
        assertThat(known).containsAll(JdbcParameters.RUNNERS).containsAll(JdbcParameters.IN_LIBPQ.keySet());
    }

    @Test
    void whatLibpqIsToldHasARule() {
        assertThat(LibpqParameters.RULES.keySet()).containsAll(JdbcParameters.IN_LIBPQ.values());
    }

    static Stream<Map.Entry<String, Map<String, Rule>>> tables() {
        return Stream.of(
                Map.entry("libpq's", LibpqParameters.RULES),
                Map.entry("JDBC's", JdbcParameters.RULES),
                Map.entry("the drivers'", DriverParameters.RULES),
                Map.entry("other tools', in a plain URL", OtherTools.IN_PLAIN_URLS),
                Map.entry("other tools', in a JDBC URL", OtherTools.IN_JDBC_URLS));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theReferenceSaysWhatBecomesOfEach(Map.Entry<String, Map<String, Rule>> table) throws IOException {
        String section = Files.readString(REFERENCE)
                .split("\n## Parameters that are " + table.getKey() + "\n")[1]
                .split("\n## ")[0];
        Map<String, String> told = new TreeMap<>();
        Matcher row = ROW.matcher(section);
        while (row.find()) {
            for (String name : row.group(1).split(", ")) {
                told.put(name.replace("`", ""), row.group(2));
            }
        }
        Map<String, String> rules = new TreeMap<>();
        table.getValue().forEach((name, rule) -> rules.put(name, word(rule.fate())));

        assertThat(told).isEqualTo(rules);
    }

    private static String word(Fate fate) {
        return fate.name().toLowerCase().replace('_', ' ');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hostaddr=10.0.0.1",
                "service=shop",
                "sslcrl=/crl.pem",
                "sslcrldir=/crl",
                "sslkeylogfile=/tmp/keys",
                "replication=database",
                "target_session_attrs=standby",
                "sslcertmode=require",
                "sslsni=0",
                "ssl_min_protocol_version=TLSv1.3",
                "sslmode=verify_full",
                "connect_timeout=soon",
                "sslrootcert=system&sslmode=require",
                "scram_client_key=a",
                "oauth_issuer=a",
                "direct_tls=true",
                "dsn=host%3Delsewhere",
                "schema=shop",
                "currentSchema=shop",
                "sslMode=require",
                "sslmod=require",
                "applicationName=x",
                "connectTimeout=3"
            })
    void isRefusedByNameInAPlainUrl(String query) {
        String name = query.substring(0, query.indexOf('='));

        assertThat(trouble("postgresql://app:hush99@db/shop?" + query))
                .contains(name + ": ")
                .doesNotContain("hush99");
    }

    @ParameterizedTest
    @CsvSource({
        "sslMode, sslmode",
        "connectTimeout, connect_timeout",
        "applicationName, application_name",
        "channelBinding, channel_binding"
    })
    void aNameOfAnotherKindIsToldInTheRightOne(String written, String meant) {
        assertThat(trouble("postgresql://app:x@db/shop?" + written + "=prefer"))
                .contains(written + ": its name here is " + meant + ".");
    }

    @Test
    void theSearchPathOfJdbcIsToldInLibpqsWords() {
        assertThat(trouble("postgresql://app:x@db/shop?currentSchema=a")).contains("options=-csearch_path%3D");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application_name=x",
                "target_session_attrs=standby",
                "connect_timeout=3",
                "host=elsewhere",
                "port=1",
                "dbname=other",
                "PGHOST=elsewhere",
                "service=shop",
                "socketFactory=com.google.cloud.sql.postgres.SocketFactory",
                "sslfactory=org.example.Factory",
                "sslhostnameverifier=org.example.Verifier",
                "authenticationPluginClassName=org.example.Plugin",
                "targetServerType=secondary",
                "readOnly=true",
                "passfile=/pass"
            })
    void isRefusedInAJdbcUrl(String query) {
        String name = query.substring(0, query.indexOf('='));

        assertThat(trouble("jdbc:postgresql://db/shop?user=app&password=hush99&" + query))
                .contains(name + ": ")
                .doesNotContain("hush99");
    }

    @Test
    void theMachinesOwnAuthoritiesAreForNothingLessThanAName() {
        assertThat(trouble("jdbc:postgresql://db/shop?user=app&sslmode=require"
                        + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"))
                .contains("sslfactory: ", "sslmode=verify-full")
                .doesNotContain("sslrootcert");
        assertThat(trouble("postgresql://app:x@db/shop?sslrootcert=system&sslmode=require"))
                .contains("sslrootcert: ");
    }

    /** The driver says by itself what it does not understand; what is about TLS the runner would have to understand too. */
    @Test
    void whatOnlyTheProjectsDriverUnderstandsPassesOn() {
        DatabaseUrl url = read("postgresql+asyncpg://app:x@db/shop?command_timeout=60&something_new=1");

        assertThat(SqlAlchemyForm.url(url)).endsWith("?command_timeout=60&something_new=1");
        assertThat(JdbcForm.of(url, "x").properties()).doesNotContainKey("something_new");
        assertThat(trouble("postgresql+psycopg2://app:x@db/shop?something_new=1"))
                .contains("Number 1 of them");
        assertThat(trouble("postgresql+asyncpg://app:x@db/shop?sslmod=require")).contains("sslmod: ");
        assertThat(trouble("postgresql+mine://app:x@db/shop?dsn=1")).contains("dsn: ");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(trouble("postgresql://app:x@db/shop?service=a&sslcrl=b")).contains("service: ", "sslcrl: ");
    }

    @Test
    void aPartOfAPasswordIsNoName() {
        assertThat(trouble("jdbc:postgresql://db/shop?user=app&hush%2399=1")).doesNotContain("hush");
        assertThat(trouble("postgresql://app:pw@x?hush99=1@db/shop")).doesNotContain("hush99");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/shop?user=u&password=my&S3cretTail",
                "jdbc:postgresql://db/shop?user=u&password=my&S3cretTail=x",
                "jdbc:postgresql://db/shop?user=u&password=my&S3cretTail=",
                "jdbc:postgresql://db/shop?user=u&password=my&S3cretTail=x&S3cretTail=y",
                "postgresql://db/shop?user=u&password=my&S3cretTail",
                "postgresql://db/shop?user=u&password=my&S3cretTail=x",
                "postgresql://db/shop?user=u&password=my&S3cretTail=",
                "postgresql+asyncpg://db/shop?user=u&password=my&S3cretTail=x",
                "postgresql+asyncpg://db/shop?user=u&password=my&s3crettail=",
                "postgresql://user:p@x?S3cret&tail@host",
            })
    void theHalfOfAPasswordIsNotTold(String url) {
        assertThat(trouble(url))
                .doesNotContainIgnoringCase("s3cret")
                .contains("%26")
                .containsPattern("[Nn]umber [1-4] ");
    }

    @ParameterizedTest
    @CsvSource({"sslmod, true", "ApplicationNam, true", "SSLMODE, true", "S3cretTail, false", "pol, false", "x, false"})
    void whatResemblesANameIsTold(String name, boolean told) {
        assertThat(Names.canBeTold(name)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/shop?user=u&useUnicode=true&characterEncoding=UTF-8&useSSL=false&serverTimezone=UTC",
                "jdbc:postgresql://db/shop?user=u&TimeZone=UTC&charSet=UTF8&applicationName=shop&loginTimeout=5.5",
                "postgresql://u@db/shop?pgbouncer=true&connection_limit=1&pool_timeout=5&schema=public&pool=5&encoding=utf8",
                "postgresql://u@db/shop?supa=base-pooler.x&plugin=geoalchemy2",
                "postgresql://u@db/shop?application_name=my+app",
            })
    void aWordOfAnotherToolIsNoMatter(String url) {
        assertThat(JdbcForm.of(read(url), "x").properties()).doesNotContainKeys("useSSL", "pgbouncer", "schema");
    }

    @Test
    void aWordOfAnotherToolMattersWithAnotherValue() {
        assertThat(trouble("postgresql+asyncpg://u@db/shop?schema=app")).contains("schema: ", "options=-csearch_path");
        assertThat(trouble("jdbc:postgresql://db/shop?user=u&useSSL=true")).contains("useSSL: ", "sslmode");
        assertThat(trouble("postgresql://u@db/shop?application_name=x&options=-c+a=b"))
                .contains("+");
    }

    /** TLS from the manifest stands in place of what cannot be had from the URL. */
    @Test
    void whatTheManifestReplacesIsNotRefused() {
        Map<String, String> variables = Map.of(
                DatabaseVariables.URL,
                "jdbc:postgresql://db/shop?user=app&sslhostnameverifier=a.B&sslfactory=a.C",
                DatabaseVariables.TLS_MODE,
                "require");

        assertThat(DatabaseReader.read(variables).fold(url -> "", Trouble::message))
                .isEmpty();
    }

    @Test
    void everyRefusalSaysWhatToDo() {
        List<Rule> rules = tables().flatMap(table -> table.getValue().values().stream())
                .filter(rule -> rule.values() != null || rule.fate() == Fate.REFUSED)
                .toList();

        assertThat(rules)
                .isNotEmpty()
                .allSatisfy(rule ->
                        assertThat(rule.otherwise()).endsWith(".").containsPattern("(?i)write|leave|name |put "));
    }
}
