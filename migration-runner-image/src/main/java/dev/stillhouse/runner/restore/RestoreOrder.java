package dev.stillhouse.runner.restore;

import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to bring back, and where to.
 *
 * @param url the database that is replaced or changed
 * @param role the role for {@code SET ROLE}
 * @param applicationName as {@code pg_stat_activity} shows what works on this restore
 * @param location where the backup is in its store
 * @param digest what the digest of the backup's manifest has to be, if that is known
 * @param verifiedSince whether one that could not be verified when it was taken was verified later
 * @param confirm name of the database, as the person gave it
 * @param jobs parallel jobs of pg_restore
 * @param scratch a folder for what has to be downloaded
 */
public record RestoreOrder(
        DatabaseUrl url,
        @Nullable String role,
        String applicationName,
        String location,
        @Nullable String digest,
        boolean verifiedSince,
        RestoreMode mode,
        String confirm,
        int jobs,
        Path scratch) {

    /** The same by another number of jobs. */
    RestoreOrder by(int number) {
        return new RestoreOrder(
                url, role, applicationName, location, digest, verifiedSince, mode, confirm, number, scratch);
    }
}
