package dev.stillhouse.runner.login;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Who the process is for AWS: the first way to credentials that its variables, properties and profiles name, in the SDK's
 * order. The SDK's own search goes on to the next way when one fails, down to the role of the machine: a pod whose service account
 * is not let in would then do everything as its node.
 */
public final class AwsIdentity implements AwsCredentialsProvider {
    /** One, as there is one process: credentials are asked for when they are first needed, and kept while they hold. */
    public static final AwsIdentity PROCESS = new AwsIdentity(ProfileFile::defaultProfileFile);

    private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

    private final Supplier<ProfileFile> profiles;
    private final Map<AwsWay, AwsCredentialsProvider> providers = new EnumMap<>(AwsWay.class);
    private @Nullable OfProfile ofProfile;
    private volatile String origin = "this process";

    /** A provider holds for what the files said when it was made; it may have credentials that took a call to AWS. */
    private record OfProfile(String name, ProfileFile file, AwsCredentialsProvider provider) {}

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
        Optional<AwsWay> first = AwsWay.beforeProfiles();
        // Files that cannot be read are no trouble of those who need none.
        ProfileFile file = first.isPresent() ? NO_PROFILES : profiles();
        AwsWay way = first.orElseGet(() -> AwsWay.withProfiles(file));
        try {
            AwsCredentials credentials = provider(way, file).resolveCredentials();
            origin = way.words();
            return credentials;
        } catch (RuntimeException e) {
            // The SDK throws its own exceptions, and others for settings that are wrong.
            throw new Refused(AwsTroubles.words(way, file, said(e)), e);
        }
    }

    /** Whose the credentials were that were given last, as in "signed with the credentials of …". */
    String origin() {
        return origin;
    }

    private ProfileFile profiles() {
        try {
            return profiles.get();
        } catch (RuntimeException e) {
            throw new Refused("the files with AWS's profiles cannot be read: " + said(e), e);
        }
    }

    private synchronized AwsCredentialsProvider provider(AwsWay way, ProfileFile file) {
        return way == AwsWay.PROFILE ? ofProfile(file) : providers.computeIfAbsent(way, it -> it.provider(file));
    }

    /** The files are quick to read each time; what they lead to may be a role, or a program's to give. */
    private AwsCredentialsProvider ofProfile(ProfileFile file) {
        OfProfile kept = ofProfile;
        String name = AwsWay.profile();
        if (kept != null && kept.name().equals(name) && kept.file().equals(file)) {
            return kept.provider();
        }
        AwsCredentialsProvider made = AwsWay.PROFILE.provider(file);
        ofProfile = new OfProfile(name, file, made);
        if (kept != null && kept.provider() instanceof SdkAutoCloseable old) {
            old.close();
        }
        return made;
    }

    /** Without a stop at the end, and the same for the same trouble: a service's answer has a number of its own each time. */
    static String said(RuntimeException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString())
                .replaceAll(",? ?(Extended )?Request ID: [^,)]*", "")
                .replaceFirst("[.\\s]+$", "");
    }
}
