package dev.stillhouse.runner.login;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.Auth.AwsIam;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * AWS's token for RDS and Aurora: the address of a request to connect that is never sent, signed for 15 minutes. Its form is in
 * AWS's manual, "IAM database authentication". The SDK's own maker of it would bring the whole client of RDS.
 */
final class AwsIamToken {
    /** The server takes no longer ones. */
    private static final Duration LIFE = Duration.ofMinutes(15);

    private static final String SCHEME = "https://";

    private AwsIamToken() {}

    static Result<String> make(AwsIam auth, String user) {
        return make(auth, user, AwsIdentity.PROCESS);
    }

    static Result<String> make(AwsIam auth, String user, AwsIdentity identity) {
        try {
            return Result.ok(sign(auth, user, identity.resolveCredentials()));
        } catch (AwsIdentity.Refused e) {
            return failed(Objects.requireNonNull(e.getMessage()));
        } catch (RuntimeException e) {
            // The SDK's signer throws its own exceptions, and others for what it cannot sign. Renewing has to go on.
            return failed("the SDK of AWS cannot sign it: " + AwsIdentity.said(e) + ".");
        }
    }

    private static Result<String> failed(String why) {
        return Result.failed(Reason.IdentityFailed, "No token of AWS could be made for the database: " + why);
    }

    static String advice(AwsIam auth) {
        return "It was given a token of AWS for %s in %s, signed with the credentials of %s. Look whether the user has the role rds_iam and IAM authentication is"
                        .formatted(auth.endpoint().authority(), auth.region(), AwsIdentity.PROCESS.origin())
                + " turned on at the server; whether a policy allows this pod's AWS identity rds-db:connect for this user and"
                + " the server's resource id (db-… or cluster-…); whether that is the server's own endpoint and region"
                + " (spec.database.auth.awsIam); and whether the node's clock is right.";
    }

    private static String sign(AwsIam auth, String user, AwsCredentials credentials) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create(SCHEME + auth.endpoint().authority() + "/"))
                .appendRawQueryParameter("Action", "connect")
                .appendRawQueryParameter("DBUser", user)
                .build();
        String signed = AwsV4HttpSigner.create()
                .sign(order -> order.identity(credentials)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "rds-db")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, auth.region())
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, LIFE))
                .request()
                .getUri()
                .toString();
        return signed.substring(SCHEME.length());
    }
}
