package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where backups lie: a volume claim or a bucket. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.persistentVolumeClaim) != has(self.s3)",
        message = "set either persistentVolumeClaim (a volume in the cluster) or s3 (a bucket)")
public record StorageSpec(
        @JsonPropertyDescription("A volume claim in the same namespace.") @Nullable
        Claim persistentVolumeClaim,

        @JsonPropertyDescription("A bucket of an S3-compatible object store.") @Nullable
        S3 s3) {

    private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
    static final String RELATIVE = "^(" + SEGMENT + "(/" + SEGMENT + ")*)?$";

    /** A folder of a volume claim. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Claim(
            @Required
            @JsonPropertyDescription(
                    "Name of the PersistentVolumeClaim. If it can be mounted on one node only (ReadWriteOnce), all runs and deletions go to that node.")
            @Size(min = 1, max = 253)
            String claimName,

            @JsonPropertyDescription(
                    "Folder in the volume, such as `backups/orders`, below which each backup gets a folder of its own. It has to be there: one that is missing is taken for a volume that is not mounted. The default is the volume's root.")
            @Pattern(RELATIVE)
            @Size(max = 512)
            @Nullable
            String path) {}

    /** A bucket, and how it is reached. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "!has(self.kmsKeyId) || (has(self.serverSideEncryption) && self.serverSideEncryption == 'aws:kms')",
            message = "kmsKeyId belongs to serverSideEncryption: aws:kms; set both or leave kmsKeyId out")
    public record S3(
            @Required @JsonPropertyDescription("Name of the bucket. It has to exist.") @Size(min = 3, max = 63)
            String bucket,

            @JsonPropertyDescription(
                    "What the keys begin with, such as `backups/orders`, without a slash at either end. The default is nothing.")
            @Pattern(RELATIVE)
            @Size(max = 512)
            @Nullable
            String prefix,

            @JsonPropertyDescription(
                    "URL of the service, such as `https://minio.storage.svc:9000`. The default is AWS's own for the region.")
            @Pattern("^https?://.+")
            @Size(max = 1024)
            @Nullable
            String endpoint,

            @JsonPropertyDescription("The region; `us-east-1` where it is left out.") @Size(min = 1, max = 64) @Nullable
            String region,

            @JsonPropertyDescription(
                    "Whether the bucket's name is in the URL's path rather than in the host name, as most services other than AWS want it. The default is false.")
            @Nullable
            Boolean pathStyle,

            @JsonPropertyDescription(
                    "A Secret with the credentials. Without it the pod's own identity is used: the one that a cloud gives to the service account of spec.execution.podTemplate.")
            @Nullable
            Credentials credentialsSecret,

            @JsonPropertyDescription(
                    "The certificates that the endpoint's is checked with, for a service with a certificate authority of its own.")
            @Nullable
            CaBundle caBundle,

            @JsonPropertyDescription(
                    "`AES256` or `aws:kms`: the server encrypts with its own key or with one of KMS. The default is the bucket's own setting.")
            @Pattern("^(AES256|aws:kms)$")
            @Size(max = 16)
            @Nullable
            String serverSideEncryption,

            @JsonPropertyDescription("The key for `aws:kms`; AWS's default key where it is left out.")
            @Size(min = 1, max = 2048)
            @Nullable
            String kmsKeyId) {}

    /** A Secret in the same namespace with the credentials of a bucket. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Credentials(
            @Required
            @JsonPropertyDescription(
                    "Name of the Secret. Only the pods read it; the operator has no access to Secrets.")
            @Size(min = 1, max = 253)
            String name,

            @JsonPropertyDescription("Key of the access key id; `accessKeyId` where it is left out.")
            @Size(min = 1, max = 253)
            @Nullable
            String accessKeyIdKey,

            @JsonPropertyDescription("Key of the secret access key; `secretAccessKey` where it is left out.")
            @Size(min = 1, max = 253)
            @Nullable
            String secretAccessKeyKey,

            @JsonPropertyDescription("Key of the session token, for credentials that have one.")
            @Size(min = 1, max = 253)
            @Nullable
            String sessionTokenKey) {
        static final String DEFAULT_ACCESS_KEY_ID_KEY = "accessKeyId";
        static final String DEFAULT_SECRET_ACCESS_KEY_KEY = "secretAccessKey";

        public String accessKeyIdKeyOrDefault() {
            return accessKeyIdKey == null ? DEFAULT_ACCESS_KEY_ID_KEY : accessKeyIdKey;
        }

        public String secretAccessKeyKeyOrDefault() {
            return secretAccessKeyKey == null ? DEFAULT_SECRET_ACCESS_KEY_KEY : secretAccessKeyKey;
        }
    }

    /** Certificates (PEM) in a ConfigMap or a Secret. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "has(self.configMap) != has(self.secret)",
            message = "name either a configMap or a secret that holds the certificates")
    public record CaBundle(
            @JsonPropertyDescription("A key of a ConfigMap in the same namespace.") @Nullable
            FileKey configMap,

            @JsonPropertyDescription("A key of a Secret in the same namespace.") @Nullable
            FileKey secret) {}

    /** A key that holds a file. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FileKey(
            @Required @JsonPropertyDescription("Its name.") @Size(min = 1, max = 253)
            String name,

            @Required @JsonPropertyDescription("The key in it, such as `ca.crt`.") @Size(min = 1, max = 253)
            String key) {}
}
