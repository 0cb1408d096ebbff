package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.runner.contents.Exclusion;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Plan.VersionTable;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A backup to be taken.
 *
 * @param role the role for {@code SET ROLE}
 * @param applicationName as {@code pg_stat_activity} shows its sessions
 * @param versionTable the table whose rows the manifest has; of all schemas if it names none
 * @param scope whose rows are wanted
 * @param exclusion whose rows are left out in any case
 * @param losses what the backup is taken for
 * @param location where in the store
 * @param jobs tables that are dumped and restored at the same time, at most
 * @param copies where the copy is made that it is verified with
 * @param scratch folder for what is needed for a while
 */
public record BackupOrder(
        DatabaseUrl url,
        @Nullable String role,
        String applicationName,
        @Nullable VersionTable versionTable,
        BackupScope scope,
        Exclusion exclusion,
        Losses losses,
        String location,
        BackupVerification verification,
        int jobs,
        CopyHost copies,
        Path scratch) {}
