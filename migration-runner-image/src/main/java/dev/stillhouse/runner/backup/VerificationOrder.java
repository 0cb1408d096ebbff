package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.runner.copies.CopyHost;
import java.nio.file.Path;

/**
 * A stored backup that is to be read back.
 *
 * @param location where in the store
 * @param verification what is to be shown of it
 * @param jobs tables that are restored at the same time, at most
 * @param copies where the copy is made that it is verified with
 * @param scratch folder for what is needed for a while
 */
public record VerificationOrder(
        String location, BackupVerification verification, int jobs, CopyHost copies, Path scratch) {}
