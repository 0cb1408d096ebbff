package dev.stillhouse.runner.login;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * Who the process is for AWS: the first way to credentials that its variables, properties and profiles name, in the SDK's
 * order. The SDK's own search goes on to the next way when one fails, down to the role of the machine: a pod whose service account
 * is not let in would then do everything as its node.
 */
public final class AwsIdentity implements AwsCredentialsProvider {
    /** One, as there is one process: credentials are asked for when they are first needed, and kept while they hold. */
    public static final AwsIdentity PROCESS = new AwsIdentity(ProfileFile::defaultProfileFile);

    private final Supplier<ProfileFile> profiles;
    private final Map<AwsWay, AwsCredentialsProvider> providers = new EnumMap<>(AwsWay.class);

    AwsIdentity(Supplier<ProfileFile> profiles) {
        this.profiles = profiles;
    }

    /** That way did not lead to credentials. Its message is for a person, and begins in the middle of a sentence. */
    public static final class Refused extends SdkClientException {
        private static final long serialVersionUID = 1L;

        private Refused(String message, Exception cause) {
            super(SdkClientException.builder().message(message).cause(cause));
        }
    }

    /** @throws Refused where there are none */
    @Override
    public AwsCredentials resolveCredentials() {
        ProfileFile file = profiles();
        AwsWay way = AwsWay.named(file);
        try {
            return provider(way, file).resolveCredentials();
        } catch (RuntimeException e) {
            // The SDK throws its own exceptions, and others for settings that are wrong.
            throw new Refused(AwsTroubles.words(way, file, said(e)), e);
        }
    }

    /** Whose credentials those of the process are, as in "signed with the credentials of …". */
    String origin() {
        return AwsWay.named(profiles()).words();
    }

    private ProfileFile profiles() {
        try {
            return profiles.get();
        } catch (RuntimeException e) {
            throw new Refused("the files with AWS's profiles cannot be read: " + said(e), e);
        }
    }

    private synchronized AwsCredentialsProvider provider(AwsWay way, ProfileFile file) {
        // What is in the files may have changed since, and is quick to read.
        return way == AwsWay.PROFILE ? way.provider(file) : providers.computeIfAbsent(way, it -> it.provider(file));
    }

    private static String said(RuntimeException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString()).replaceFirst("[.\\s]+$", "");
    }
}
