package dev.stillhouse.runner.store;

import dev.stillhouse.report.BackupStorage.Bucket;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.StorageVariables;
import dev.stillhouse.runner.login.AwsIdentity;
import dev.stillhouse.runner.model.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The SDK's client as the bucket's settings ask for it. */
final class BucketClient {
    private BucketClient() {}

    static Result<S3Client> open(Bucket bucket, Map<String, String> environment, Patience patience) {
        UrlConnectionHttpClient.Builder http = UrlConnectionHttpClient.builder()
                .connectionTimeout(patience.connect())
                .socketTimeout(patience.silence());
        String authority = bucket.certificateAuthority();
        if (authority != null) {
            try {
                var trusted = Authorities.read(Path.of(authority));
                http.tlsTrustManagersProvider(() -> trusted);
            } catch (IOException | GeneralSecurityException e) {
                return Result.failed(
                        Reason.StorageUnavailable,
                        "The file with the object store's certificate authority, " + authority + ", cannot be used: "
                                + e.getMessage() + ". It has to hold certificates in PEM.");
            }
        }
        S3ClientBuilder client = S3Client.builder()
                .region(Region.of(region(bucket)))
                .forcePathStyle(bucket.pathStyle())
                .credentialsProvider(credentials(environment))
                .httpClientBuilder(http)
                // Servers other than AWS's refuse checksums that they do not know; everything is read back instead.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(settings -> settings.retryStrategy(RetryMode.STANDARD)
                        .apiCallAttemptTimeout(patience.attempt())
                        .apiCallTimeout(patience.allAttempts()));
        String endpoint = bucket.endpoint();
        if (endpoint != null) {
            if (!endpoint.matches("https?://[^/]+.*")) {
                return Result.failed(
                        Reason.StorageNotFound,
                        "The object store's endpoint \"" + endpoint + "\" is not a URL: it has to begin with https://"
                                + " or http:// and a host.");
            }
            client.endpointOverride(URI.create(endpoint));
        }
        if (hasHalfOfItsCredentials(environment)) {
            return Result.failed(
                    Reason.StorageDenied,
                    "Of the credentials for the bucket " + bucket.name()
                            + " either the access key id or the secret access key is missing or empty. Nobody else's are used"
                            + " in their place.");
        }
        return Result.ok(client.build());
    }

    static String region(Bucket bucket) {
        String region = bucket.region();
        return region == null ? "us-east-1" : region;
    }

    private static boolean hasHalfOfItsCredentials(Map<String, String> environment) {
        List<String> pair = List.of(StorageVariables.ACCESS_KEY_ID, StorageVariables.SECRET_ACCESS_KEY);
        return pair.stream().anyMatch(environment::containsKey)
                && pair.stream().anyMatch(name -> set(environment, name) == null);
    }

    /** The bucket's own; without them those of the process: of AWS's variables, or by its service account or its node. */
    private static AwsCredentialsProvider credentials(Map<String, String> environment) {
        return fixed(
                        environment,
                        StorageVariables.ACCESS_KEY_ID,
                        StorageVariables.SECRET_ACCESS_KEY,
                        StorageVariables.SESSION_TOKEN)
                .or(() -> fixed(environment, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"))
                .orElse(AwsIdentity.PROCESS);
    }

    private static Optional<AwsCredentialsProvider> fixed(
            Map<String, String> environment, String idName, String secretName, String tokenName) {
        String id = set(environment, idName);
        String secret = set(environment, secretName);
        if (id == null || secret == null) {
            return Optional.empty();
        }
        String token = set(environment, tokenName);
        return Optional.of(StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, token)));
    }

    private static @Nullable String set(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
