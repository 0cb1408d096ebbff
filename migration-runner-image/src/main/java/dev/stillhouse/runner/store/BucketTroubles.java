package dev.stillhouse.runner.store;

import dev.stillhouse.report.BackupStorage.Bucket;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.login.AwsIdentity;
import dev.stillhouse.runner.model.Trouble;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What it means for a person that an object store did not do what it was asked. */
final class BucketTroubles {
    private static final Set<String> MISSING =
            Set.of("NoSuchBucket", "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed");
    private static final Set<String> FULL =
            Set.of("QuotaExceeded", "InsufficientStorage", "InsufficientCapacity", "XMinioStorageFull");

    private final Bucket bucket;

    BucketTroubles(Bucket bucket) {
        this.bucket = bucket;
    }

    String host() {
        String endpoint = bucket.endpoint();
        return endpoint == null ? "AWS S3 in " + BucketClient.region(bucket) : endpoint;
    }

    /**
     * @param doing what was tried, as in "cannot be …"
     * @param e of the SDK, of a stream it gave, or around one of them
     */
    Trouble of(String doing, Exception e) {
        if (e instanceof S3Exception answer) {
            return answered(doing, answer);
        }
        return unanswered("The bucket " + bucket.name() + " at " + host() + " cannot be " + doing + ": ", e);
    }

    private Trouble answered(String doing, S3Exception e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String said = details == null || details.errorMessage() == null ? "" : ": " + details.errorMessage();
        String sentence = "The bucket " + bucket.name() + " cannot be " + doing + ". " + host() + " answered "
                + e.statusCode() + (code.isEmpty() ? "" : " " + code) + end(said);
        if (MISSING.contains(code) || e.statusCode() == 301) {
            return new Trouble(
                    Reason.StorageNotFound,
                    sentence + "Make the bucket, or correct bucket, region and endpoint in spec.backup.storage.");
        }
        if (FULL.contains(code) || e.statusCode() == 507) {
            return new Trouble(
                    Reason.StorageFull, sentence + "Make room there, or delete backups that are no longer needed.");
        }
        boolean passing = e.statusCode() >= 500 || e.statusCode() == 429 || e.statusCode() == 408;
        if (passing && e.statusCode() != 501) {
            return new Trouble(Reason.StorageUnavailable, sentence + "The run is tried again.");
        }
        if (code.equals("NoSuchKey") || e.statusCode() == 412 || e.statusCode() == 416) {
            return new Trouble(
                    Reason.BackupCorrupt,
                    sentence + "An object was changed or removed in the middle; take another backup.");
        }
        return new Trouble(
                Reason.StorageDenied,
                sentence + "Check the access key and its rights: to list the bucket, and to get, put and delete objects"
                        + " below the prefix; and the settings for encryption, if there are any.");
    }

    private Trouble unanswered(String beginning, Exception e) {
        Optional<Throwable> tls = cause(e, SSLException.class);
        if (tls.isPresent()) {
            return new Trouble(
                    Reason.StorageUnavailable,
                    beginning + "its certificate or TLS was not accepted ("
                            + tls.get().getMessage() + "). If it is"
                            + " signed by an authority of your own, name that in spec.backup.storage"
                            + " (certificateAuthority).");
        }
        Optional<Throwable> unknown = cause(e, UnknownHostException.class);
        if (unknown.isPresent()) {
            return unavailable(beginning + "the host " + unknown.get().getMessage() + " is not known. ");
        }
        if (cause(e, ConnectException.class).isPresent()) {
            return unavailable(beginning + "nothing accepts connections there. ");
        }
        if (cause(e, SocketTimeoutException.class).isPresent()
                || cause(e, ApiCallTimeoutException.class).isPresent()
                || cause(e, ApiCallAttemptTimeoutException.class).isPresent()) {
            return unavailable(beginning + "it did not answer in time. ");
        }
        if (cause(e, AbortedException.class).isPresent()) {
            return unavailable(beginning + "the run was stopped. ");
        }
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        Optional<Throwable> identity = cause(e, AwsIdentity.Refused.class);
        if (identity.isPresent()) {
            return new Trouble(
                    Reason.StorageDenied,
                    beginning + identity.get().getMessage()
                            + " Or name a Secret with an access key of the bucket's own in spec.backup.storage"
                            + " (credentialsSecret).");
        }
        return unavailable(beginning + "the connection failed" + end(": " + message));
    }

    private static Trouble unavailable(String sentence) {
        return new Trouble(
                Reason.StorageUnavailable,
                sentence + "Check the endpoint, and that the pod may reach it (NetworkPolicy, proxy).");
    }

    private static String end(String text) {
        return text.endsWith(".") ? text + " " : text + ". ";
    }

    private static Optional<Throwable> cause(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
