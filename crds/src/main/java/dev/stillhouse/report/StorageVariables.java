package dev.stillhouse.report;

/**
 * The environment variables with the credentials of a bucket. They have names of their own, as those of AWS
 * ({@code AWS_ACCESS_KEY_ID}) would be taken for the identity of the pod in everything that it does, such as reaching a database.
 */
public final class StorageVariables {
    public static final String ACCESS_KEY_ID = "STILLHOUSE_STORAGE_ACCESS_KEY_ID";
    public static final String SECRET_ACCESS_KEY = "STILLHOUSE_STORAGE_SECRET_ACCESS_KEY";
    public static final String SESSION_TOKEN = "STILLHOUSE_STORAGE_SESSION_TOKEN";

    private StorageVariables() {}
}
