package dev.stillhouse.api.v1alpha1;

/** Names of the API. */
public final class Api {
    public static final String GROUP = "stillhouse.dev";
    public static final String VERSION = "v1alpha1";

    private Api() {}
}
