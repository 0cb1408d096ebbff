package dev.stillhouse.runner.login;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.utils.SystemSetting;

/** A way to credentials of AWS, in the order in which they count (that of the SDK's default chain). */
enum AwsWay {
    KEYS("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
    WEB_IDENTITY("the service account's role, by AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN (IRSA)"),
    PROFILE("a profile"),
    CONTAINER("the container's role, by AWS_CONTAINER_CREDENTIALS_FULL_URI (EKS Pod Identity or ECS)"),
    /** Nothing is named. */
    MACHINE("the machine's role, as nothing gives this process one of its own");

    private static final String DEFAULT = "default";

    /**
     * What makes a profile one with credentials, be they wrong or half: others only have a region, or how output looks.
     */
    private static final Set<String> CREDENTIALS = Set.of(
            ProfileProperty.AWS_ACCESS_KEY_ID,
            ProfileProperty.AWS_SECRET_ACCESS_KEY,
            ProfileProperty.AWS_SESSION_TOKEN,
            ProfileProperty.ROLE_ARN,
            ProfileProperty.CREDENTIAL_PROCESS,
            ProfileProperty.WEB_IDENTITY_TOKEN_FILE,
            ProfileProperty.SSO_ACCOUNT_ID,
            ProfileProperty.SSO_ROLE_NAME,
            ProfileProperty.SSO_REGION,
            ProfileProperty.SSO_START_URL,
            "sso_session",
            ProfileProperty.LOGIN_SESSION);

    private final String words;

    AwsWay(String words) {
        this.words = words;
    }

    /** Whose the credentials are. */
    String words() {
        return this == PROFILE ? "the profile \"" + profile() + "\"" : words;
    }

    /** The way that counts whatever the files of profiles say. */
    static Optional<AwsWay> beforeProfiles() {
        if (anyIsSet(SdkSystemSetting.AWS_ACCESS_KEY_ID, SdkSystemSetting.AWS_SECRET_ACCESS_KEY)) {
            return Optional.of(KEYS);
        }
        if (anyIsSet(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE)) {
            return Optional.of(WEB_IDENTITY);
        }
        return Optional.empty();
    }

    /** The way that counts where none comes before profiles. */
    static AwsWay withProfiles(ProfileFile file) {
        // A name that is not there may be a slip for one that has credentials.
        if (file.profile(profile()).map(AwsWay::hasCredentials).orElse(profileIsNamed())) {
            return PROFILE;
        }
        if (anyIsSet(
                SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
                SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI)) {
            return CONTAINER;
        }
        return MACHINE;
    }

    /** The name of the profile that counts. */
    static String profile() {
        return ProfileFileSystemSetting.AWS_PROFILE
                .getNonDefaultStringValue()
                .filter(name -> !name.isBlank())
                .orElse(DEFAULT);
    }

    /** Whether AWS_PROFILE says which. */
    static boolean profileIsNamed() {
        return anyIsSet(ProfileFileSystemSetting.AWS_PROFILE);
    }

    AwsCredentialsProvider provider(ProfileFile file) {
        return switch (this) {
            case KEYS ->
                AwsCredentialsProviderChain.of(
                        SystemPropertyCredentialsProvider.create(), EnvironmentVariableCredentialsProvider.create());
            case WEB_IDENTITY -> WebIdentityTokenFileCredentialsProvider.create();
            case PROFILE ->
                ProfileCredentialsProvider.builder()
                        .profileFile(file)
                        .profileName(profile())
                        .build();
            case CONTAINER -> ContainerCredentialsProvider.create();
            case MACHINE -> InstanceProfileCredentialsProvider.create();
        };
    }

    private static boolean anyIsSet(SystemSetting... settings) {
        return Stream.of(settings)
                .anyMatch(setting -> setting.getNonDefaultStringValue()
                        .filter(value -> !value.isBlank())
                        .isPresent());
    }

    private static boolean hasCredentials(Profile profile) {
        return CREDENTIALS.stream().anyMatch(name -> profile.property(name).isPresent());
    }
}
