package dev.stillhouse.runner.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.Auth.AwsIam;
import dev.stillhouse.runner.url.DatabaseUrl.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.profiles.ProfileFile;

/** Where the identity comes from, by what names it. AWS's services are played by a server of the test's. */
class IdentityTest {
    private static final AwsIam AUTH =
            new AwsIam("eu-central-1", new Host("orders.abc123.eu-central-1.rds.amazonaws.com", 5432));
    private static final String ASSUMED = """
            <AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
            <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
            <SessionToken>of-the-role</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>
            </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>""";
    private static final String DENIED = """
            <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>
            <Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error></ErrorResponse>""";

    private static final String NODE = """
            {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"ASIANODE","SecretAccessKey":"secret",
            "Token":"of-the-node","Expiration":"2100-01-01T00:00:00Z","LastUpdated":"2026-01-01T00:00:00Z"}""";

    @TempDir
    private Path folder;

    private final Set<String> properties = new HashSet<>();
    private HttpServer service;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.start();
        set(Map.of("aws.disableEc2Metadata", "true", "aws.region", "eu-central-1"));
    }

    @AfterEach
    void stop() {
        service.stop(0);
        properties.forEach(System::clearProperty);
    }

    /** In place of the variables of a container. */
    private void set(Map<String, String> values) {
        values.forEach(System::setProperty);
        properties.addAll(values.keySet());
    }

    private String answering(int code, String text) {
        reply("/", code, text);
        return address();
    }

    private String address() {
        return "http://127.0.0.1:" + service.getAddress().getPort();
    }

    private void reply(String path, int code, String text) {
        reply(path, code, () -> text);
    }

    private void reply(String path, int code, Supplier<String> text) {
        service.createContext(path, exchange -> {
            byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private void hasServiceAccount(String sts) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "of.the.cluster");
        set(Map.of(
                "aws.webIdentityTokenFile",
                token.toString(),
                "aws.roleArn",
                "arn:aws:iam::123456789012:role/migrations",
                "aws.endpointUrlSts",
                sts));
    }

    private String profiles = "";

    /** Reads the profiles anew each time, as that of the process does. */
    private final AwsIdentity identity = new AwsIdentity(() -> ProfileFile.builder()
            .content(profiles)
            .type(ProfileFile.Type.CONFIGURATION)
            .build());

    private Result<String> token() {
        return AwsIamToken.make(AUTH, "app", identity);
    }

    private String refusal() {
        Result<String> result = token();
        assertThat(result).isInstanceOf(Result.Failed.class);
        assertThat(((Result.Failed<String>) result).trouble().reason()).isEqualTo(Reason.IdentityFailed);
        return ((Result.Failed<String>) result).trouble().message();
    }

    private String made() {
        return token().fold(it -> it, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    @Test
    void theRoleOfAServiceAccount() throws IOException {
        hasServiceAccount(answering(200, ASSUMED));

        assertThat(made()).contains("X-Amz-Credential=ASIAROLE%2F", "X-Amz-Security-Token=of-the-role");
    }

    @Test
    void aRoleThatDoesNotTrustTheServiceAccountIsTold() throws IOException {
        hasServiceAccount(answering(403, DENIED));

        assertThat(refusal())
                .contains("Not authorized to perform sts:AssumeRoleWithWebIdentity", "trust policy")
                .doesNotContain("Provider(", "IMDS", "system settings");
    }

    @Test
    void podIdentity() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "of.the.agent");
        set(Map.of(
                "aws.containerCredentialsFullUri",
                answering(
                        200,
                        "{\"AccessKeyId\":\"ASIAPOD\",\"SecretAccessKey\":\"secret\",\"Token\":\"of-the-pod\","
                                + "\"Expiration\":\"2100-01-01T00:00:00Z\"}"),
                "aws.containerAuthorizationTokenFile",
                token.toString()));

        assertThat(made()).contains("X-Amz-Credential=ASIAPOD%2F", "X-Amz-Security-Token=of-the-pod");
    }

    @Test
    void whoHasNoIdentityLearnsHowToGiveOne() {
        assertThat(refusal())
                .contains("no credentials of AWS", "IRSA or EKS Pod Identity", "AWS_PROFILE")
                .doesNotContain("Provider(");
    }

    /** In a pod the machine is the node, whose role is everybody's there. */
    private void theMachineHasARole() {
        set(Map.of("aws.disableEc2Metadata", "false", "aws.ec2MetadataServiceEndpoint", address()));
        reply("/latest/api/token", 200, "session");
        reply("/latest/meta-data/iam/security-credentials/", 200, "node");
        reply("/latest/meta-data/iam/security-credentials/node", 200, NODE);
        reply("/latest/meta-data/iam/security-credentials-extended/", 404, "");
    }

    @Test
    void theMachinesRoleServesWhereNothingIsNamed() {
        theMachineHasARole();

        assertThat(made()).contains("X-Amz-Credential=ASIANODE%2F");
    }

    @Test
    void aServiceAccountThatIsNotLetInDoesNotBecomeTheNode() throws IOException {
        theMachineHasARole();
        hasServiceAccount(answering(403, DENIED));

        assertThat(refusal()).contains("AWS_WEB_IDENTITY_TOKEN_FILE", "AssumeRoleWithWebIdentity", "Nobody else's");
    }

    @Test
    void aPodWhoseAgentRefusesDoesNotBecomeTheNode() {
        theMachineHasARole();
        set(Map.of("aws.containerCredentialsFullUri", answering(404, "{}")));

        assertThat(refusal()).contains("EKS Pod Identity", "association", "Nobody else's");
    }

    @Test
    void aWrongProfileIsNamedAndNoOtherIdentityTaken() {
        theMachineHasARole();
        profiles =
                "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = secret\n[profile work]\nregion = x\n";
        set(Map.of("aws.profile", "wrok"));

        assertThat(refusal()).contains("AWS_PROFILE is \"wrok\"", "They have default, work.");
    }

    /** Many have a region alone, beside a role that the pod or the machine gives. */
    @Test
    void aNamedProfileWithoutCredentialsLeavesThemToTheNextWay() {
        profiles = "[profile work]\nregion = eu-central-1\n";
        set(Map.of("aws.profile", "work"));
        assertThat(refusal()).contains("no credentials of AWS", "The profile \"work\"", "only settings");

        theMachineHasARole();
        assertThat(made()).contains("ASIANODE");
    }

    @Test
    void aNamedProfileWithHalfAKeyIsNotMadeUpForByOthers() {
        theMachineHasARole();
        profiles = "[profile work]\naws_secret_access_key = secret\n";
        set(Map.of("aws.profile", "work"));

        assertThat(refusal()).contains("the profile \"work\"").doesNotContain("Identity Center", "ProfileFile(");
    }

    /** Each request to a bucket asks for the credentials. */
    @Test
    void theRoleOfAProfileIsAssumedOnceForAsLongAsItHolds() {
        AtomicInteger asked = new AtomicInteger();
        reply(
                "/",
                200,
                () -> ASSUMED.replace("WithWebIdentity", "").replace("ASIAROLE", "ASIAROLE" + asked.incrementAndGet()));
        set(Map.of("aws.profile", "work", "aws.endpointUrlSts", address()));
        profiles = """
                [profile work]
                role_arn = arn:aws:iam::123456789012:role/migrations
                source_profile = me
                [profile me]
                aws_access_key_id = AKIAME
                aws_secret_access_key = secret
                """;

        assertThat(made()).contains("ASIAROLE1");
        assertThat(made()).contains("ASIAROLE1");

        profiles = profiles.replace("AKIAME", "AKIAOTHER");
        assertThat(made()).contains("ASIAROLE2");
        set(Map.of("aws.profile", "me"));
        assertThat(made()).contains("AKIAOTHER");
    }

    @Test
    void filesOfProfilesThatCannotBeReadAreNoTroubleForWhoHasAKey() {
        profiles = "nonsense";
        assertThat(refusal()).contains("files with AWS's profiles cannot be read");

        set(Map.of("aws.accessKeyId", "AKIAKEY", "aws.secretAccessKey", "secret"));

        assertThat(made()).contains("AKIAKEY");
    }

    @Test
    void whoseTheCredentialsWereIsKnownWithoutTheFiles() {
        set(Map.of("aws.profile", "work"));
        profiles = "[profile work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = secret\n";
        assertThat(made()).contains("AKIAWORK");

        profiles = "nonsense";

        assertThat(identity.origin()).isEqualTo("the profile \"work\"");
    }

    /** It would be told as a new one each time. */
    @Test
    void theSameTroubleIsToldInTheSameWords() throws IOException {
        AtomicInteger number = new AtomicInteger();
        reply(
                "/",
                403,
                () -> DENIED.replace(
                        "</ErrorResponse>",
                        "<RequestId>request-" + number.incrementAndGet() + "</RequestId></ErrorResponse>"));
        hasServiceAccount(address());

        String first = refusal();

        assertThat(number).hasValue(1);
        assertThat(refusal()).isEqualTo(first).contains("(Service: Sts, Status Code: 403)");
        assertThat(number).hasValue(2);
    }

    /** Whoever renews a token has to hear of it, and to go on. */
    @Test
    void whatCannotBeSignedIsATrouble() {
        set(Map.of("aws.accessKeyId", "AKIAKEY", "aws.secretAccessKey", "secret"));
        AwsIam odd = new AwsIam("eu-central-1", new Host("no_name_of_a_host", 5432));

        assertThat(AwsIamToken.make(odd, "app", identity)).isInstanceOfSatisfying(Result.Failed.class, failed -> {
            assertThat(failed.trouble().reason()).isEqualTo(Reason.IdentityFailed);
            assertThat(failed.trouble().message()).endsWith("cannot sign it: host must not be null.");
        });
    }

    @Test
    void aProfileOfIdentityCenterIsToldHowToBeUsed() {
        profiles = """
                [profile work]
                sso_session = company
                sso_account_id = 123456789012
                sso_role_name = dev
                [sso-session company]
                sso_region = eu-central-1
                sso_start_url = https://company.awsapps.com/start
                """;
        set(Map.of("aws.profile", "work"));

        assertThat(refusal()).contains("aws configure export-credentials");
    }

    @Test
    void theDefaultProfileCountsOnlyWithCredentials() {
        theMachineHasARole();
        profiles = "[default]\nregion = eu-central-1\n";
        assertThat(made()).contains("ASIANODE");

        profiles = "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = secret\n";
        assertThat(made()).contains("AKIADEFAULT");
    }

    @Test
    void halfOfAKeyIsNotMadeUpForByOthers() {
        theMachineHasARole();
        set(Map.of("aws.accessKeyId", "AKIAHALF"));

        assertThat(refusal()).contains("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY one is set");
    }
}
