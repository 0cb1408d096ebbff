package dev.stillhouse.runner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.stillhouse.report.BackupStorage.Bucket;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.StorageVariables;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Whose credentials a bucket is asked with. */
class BucketCredentialsTest {
    private static final Map<String, String> OF_THE_POD =
            Map.of("AWS_ACCESS_KEY_ID", "of-the-pod", "AWS_SECRET_ACCESS_KEY", "secret");

    private final List<String> authorizations = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Bucket bucket() {
        return new Bucket(
                "backups", "", "http://127.0.0.1:" + server.getAddress().getPort(), null, true, null, null, null);
    }

    private String askedWith(Map<String, String> environment) {
        try (S3Client client = BucketClient.open(bucket(), environment, Patience.USUAL)
                .fold(it -> it, trouble -> {
                    throw new AssertionError(trouble.message());
                })) {
            client.headBucket(request -> request.bucket("backups"));
        }
        return authorizations.getLast();
    }

    @Test
    void thoseOfTheProcessServeWhereTheBucketHasNoneOfItsOwn() {
        assertThat(askedWith(OF_THE_POD)).contains("Credential=of-the-pod/");
    }

    /** Backups would be somebody else's, or go where that one may write. */
    @Test
    void halfOfTheBucketsOwnIsNotMadeUpForByOthers() {
        Map<String, String> half = new HashMap<>(OF_THE_POD);
        half.put(StorageVariables.ACCESS_KEY_ID, "of-the-bucket");
        half.put(StorageVariables.SECRET_ACCESS_KEY, " ");

        assertThat(BucketClient.open(
                        new Bucket("backups", "", null, null, true, null, null, null), half, Patience.USUAL))
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.trouble().reason()).isEqualTo(Reason.StorageDenied));
    }

    /** Of the process, and no other way to credentials is tried. */
    @Test
    void halfOfTheProcesssIsAnErrorThatSaysSo() {
        System.setProperty("aws.accessKeyId", "of-the-pod");
        try (S3Client client = BucketClient.open(bucket(), Map.of(), Patience.USUAL)
                .fold(it -> it, trouble -> {
                    throw new AssertionError(trouble.message());
                })) {
            SdkException refused = catchThrowableOfType(
                    SdkException.class, () -> client.headBucket(request -> request.bucket("backups")));

            Trouble trouble = new BucketTroubles(bucket()).of("read", refused);
            assertThat(trouble.reason()).isEqualTo(Reason.StorageDenied);
            assertThat(trouble.message()).contains("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY one is set");
            assertThat(authorizations).isEmpty();
        } finally {
            System.clearProperty("aws.accessKeyId");
        }
    }

    @Test
    void theBucketsOwnComeFirst() {
        Map<String, String> both = new HashMap<>(OF_THE_POD);
        both.put(StorageVariables.ACCESS_KEY_ID, "of-the-bucket");
        both.put(StorageVariables.SECRET_ACCESS_KEY, "secret");

        assertThat(askedWith(both)).contains("Credential=of-the-bucket/");
    }
}
