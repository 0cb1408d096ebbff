package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where backups lie, as the runner sees it: a folder or a bucket, one of the two. Credentials of a bucket are in the
 * environment ({@link StorageVariables}), never in here.
 *
 * @param folder absolute path at which the volume is mounted
 * @param scratch absolute path of a folder for files that a bucket's dump and the verification need for a while
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupStorage(
        @Nullable String folder, @Nullable Bucket bucket, String scratch) {

    /**
     * A bucket of an S3-compatible object store.
     *
     * @param prefix what the keys begin with, without a slash at either end; may be empty
     * @param endpoint URL of the service; AWS's own for the region when absent
     * @param region the region; {@code us-east-1} when absent
     * @param pathStyle whether the bucket's name is in the path rather than in the host name
     * @param certificateAuthority file with the certificates (PEM) that the endpoint's is checked with, in place of Java's
     * @param serverSideEncryption {@code AES256} or {@code aws:kms}; the bucket's own setting when absent
     * @param kmsKeyId the key for {@code aws:kms}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Bucket(
            String name,
            String prefix,
            @Nullable String endpoint,
            @Nullable String region,
            boolean pathStyle,
            @Nullable String certificateAuthority,
            @Nullable String serverSideEncryption,
            @Nullable String kmsKeyId) {}
}
