package dev.stillhouse.runner.login;

import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.Auth;
import dev.stillhouse.runner.url.DatabaseUrl;

/** Makes the password of a user who has none of its own. */
public final class Tokens {
    private Tokens() {}

    /**
     * A password for a connection that is made now. May ask the cloud for credentials, which are kept as long as they hold.
     *
     * @param auth that of the URL
     */
    public static Result<String> make(DatabaseUrl url, Auth auth) {
        return switch (auth) {
            case Auth.AwsIam iam -> AwsIamToken.make(iam, url.user());
        };
    }

    /** What to look at if the server does not take it. */
    public static String advice(Auth auth) {
        return switch (auth) {
            case Auth.AwsIam iam -> AwsIamToken.advice(iam);
        };
    }
}
