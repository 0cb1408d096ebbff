package dev.stillhouse.runner.store;

import dev.stillhouse.report.BackupStorage.Bucket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Brings files into a bucket: large ones in parts, of which a failed one is sent again alone. */
final class Uploads {
    /** The size of a part, and up to which a file is sent whole. */
    static final long PART = 64L << 20;

    private static final long MOST_PARTS = 10_000;

    private final S3Client client;
    private final Bucket bucket;
    private final Patience patience;

    Uploads(S3Client client, Bucket bucket, Patience patience) {
        this.client = client;
        this.bucket = bucket;
        this.patience = patience;
    }

    void put(String key, Path file, long size, LongConsumer advance) {
        if (size <= PART) {
            client.putObject(
                    PutObjectRequest.builder()
                            .bucket(bucket.name())
                            .key(key)
                            .serverSideEncryption(bucket.serverSideEncryption())
                            .ssekmsKeyId(bucket.kmsKeyId())
                            .overrideConfiguration(patience(size))
                            .build(),
                    FileRange.body(file, 0, size));
            advance.accept(size);
            return;
        }
        String upload = client.createMultipartUpload(CreateMultipartUploadRequest.builder()
                        .bucket(bucket.name())
                        .key(key)
                        .serverSideEncryption(bucket.serverSideEncryption())
                        .ssekmsKeyId(bucket.kmsKeyId())
                        .build())
                .uploadId();
        try {
            List<CompletedPart> parts = parts(key, upload, file, size, advance);
            client.completeMultipartUpload(request -> request.bucket(bucket.name())
                    .key(key)
                    .uploadId(upload)
                    .overrideConfiguration(patience(size))
                    .multipartUpload(completed -> completed.parts(parts)));
        } catch (SdkException e) {
            abort(key, upload, e);
            throw e;
        }
    }

    private List<CompletedPart> parts(String key, String upload, Path file, long size, LongConsumer advance) {
        long part = partSize(size);
        List<CompletedPart> parts = new ArrayList<>();
        for (long offset = 0; offset < size; offset += part) {
            int number = parts.size() + 1;
            long length = Math.min(part, size - offset);
            String etag = client.uploadPart(
                            UploadPartRequest.builder()
                                    .bucket(bucket.name())
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .overrideConfiguration(patience(length))
                                    .build(),
                            FileRange.body(file, offset, length))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            advance.accept(length);
        }
        return parts;
    }

    /** As small as the limit on their number allows. */
    static long partSize(long size) {
        return Math.max(PART, Math.ceilDiv(size, MOST_PARTS));
    }

    void abortAll(String prefix) {
        ListMultipartUploadsRequest request = ListMultipartUploadsRequest.builder()
                .bucket(bucket.name())
                .prefix(prefix)
                .build();
        for (MultipartUpload each :
                client.listMultipartUploadsPaginator(request).uploads()) {
            client.abortMultipartUpload(
                    abort -> abort.bucket(bucket.name()).key(each.key()).uploadId(each.uploadId()));
        }
    }

    private void abort(String key, String upload, SdkException cause) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket.name()).key(key).uploadId(upload));
        } catch (SdkException e) {
            // The next backup at this location, or its deletion, tries again.
            cause.addSuppressed(e);
        }
    }

    private AwsRequestOverrideConfiguration patience(long bytes) {
        Patience enough = patience.withData(bytes);
        return AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(enough.attempt())
                .apiCallTimeout(enough.allAttempts())
                .build();
    }
}
