package dev.stillhouse.runner.store;

import dev.stillhouse.report.BackupStorage.Bucket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of one bucket by their keys. Failures are exceptions of the SDK, or of a stream that it gave. */
final class BucketObjects implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final S3Client client;
    private final Bucket bucket;
    private final Uploads uploads;

    BucketObjects(S3Client client, Bucket bucket, Patience patience) {
        this.client = client;
        this.bucket = bucket;
        this.uploads = new Uploads(client, bucket, patience);
    }

    /** Takes what was downloaded, piece by piece. */
    interface Sink {
        void accept(byte[] bytes, int length);
    }

    List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(bucket.name())
                .prefix(prefix)
                .build();
        for (S3Object each : client.listObjectsV2Paginator(request).contents()) {
            keys.add(each.key());
        }
        return keys;
    }

    void put(String key, byte[] content) {
        client.putObject(
                PutObjectRequest.builder()
                        .bucket(bucket.name())
                        .key(key)
                        .serverSideEncryption(bucket.serverSideEncryption())
                        .ssekmsKeyId(bucket.kmsKeyId())
                        .build(),
                RequestBody.fromBytes(content));
    }

    /** @param advance takes the number of bytes, piece by piece */
    void put(String key, Path file, long size, LongConsumer advance) {
        uploads.put(key, file, size, advance);
    }

    Optional<byte[]> get(String key) throws IOException {
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            read(key, (bytes, length) -> content.write(bytes, 0, length));
            return Optional.of(content.toByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** Downloads an object; where the connection breaks off it goes on from there. */
    void read(String key, Sink sink) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long done = 0;
        String etag = null;
        int failures = 0;
        while (true) {
            ResponseInputStream<GetObjectResponse> content = client.getObject(request(key, done, etag));
            try {
                etag = content.response().eTag();
                long end = done + content.response().contentLength();
                for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                    sink.accept(buffer, count);
                    done += count;
                    failures = 0;
                }
                if (done >= end) {
                    content.close();
                    return;
                }
                throw new IOException("the answer ended after " + done + " of " + end + " bytes");
            } catch (IOException e) {
                content.abort();
                failures++;
                if (failures == Patience.ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private GetObjectRequest request(String key, long from, @Nullable String etag) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket.name()).key(key);
        return from == 0
                ? request.build()
                : request.range("bytes=" + from + "-").ifMatch(etag).build();
    }

    /** Sizes of all objects below a prefix, by their keys. */
    Map<String, Long> sizes(String prefix) {
        return client
                .listObjectsV2Paginator(request -> request.bucket(bucket.name()).prefix(prefix))
                .contents()
                .stream()
                .collect(Collectors.toMap(S3Object::key, S3Object::size));
    }

    void delete(String key) {
        client.deleteObject(request -> request.bucket(bucket.name()).key(key));
    }

    /** Ends uploads that a killed run left. Not every server can list them; then its own rules have to. */
    void abortUploads(String prefix) {
        try {
            uploads.abortAll(prefix);
        } catch (SdkException e) {
            // They are in nobody's way: no object comes of them.
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
