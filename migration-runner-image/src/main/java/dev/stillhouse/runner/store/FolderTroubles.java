package dev.stillhouse.runner.store;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Bytes;
import dev.stillhouse.runner.model.Trouble;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What it means for a person that a folder could not be read or written. */
final class FolderTroubles {
    private FolderTroubles() {}

    static Trouble missing(Path root) {
        return new Trouble(
                Reason.StorageNotFound,
                "The folder for backups, " + root + ", does not exist. The volume is not mounted there: check the"
                        + " claim of spec.backup.storage, or make the folder.");
    }

    static Trouble full(Path root, long free, long needed) {
        return new Trouble(
                Reason.StorageFull,
                "The folder for backups, " + root + ", has " + Bytes.text(free) + " free, and the backup needs about "
                        + Bytes.text(needed) + ". " + MAKE_ROOM);
    }

    /** @param doing what failed, as in "cannot be …" */
    static Trouble of(Path root, String doing, IOException e) {
        if (!Files.isDirectory(root)) {
            return missing(root);
        }
        String cause = cause(e);
        String sentence = "The folder for backups, " + root + ", cannot be " + doing + ": " + cause + ". ";
        if (OutOfSpace.says(cause) || root.toFile().getUsableSpace() == 0) {
            return new Trouble(Reason.StorageFull, sentence + MAKE_ROOM);
        }
        if (e instanceof AccessDeniedException || !Files.isWritable(root)) {
            return new Trouble(
                    Reason.StorageDenied,
                    sentence + "Mount the volume so that it can be written to, and let it belong to a group of the"
                            + " runner (fsGroup of the pod's securityContext)" + user() + ".");
        }
        return new Trouble(
                Reason.StorageUnavailable,
                sentence + "Check the volume, and the node's messages about it; the run is tried again.");
    }

    private static final String MAKE_ROOM =
            "Make the volume larger, or delete backups that are no longer needed (kubectl get mbackup).";

    private static String cause(IOException e) {
        String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        if (reason != null) {
            return reason;
        }
        return e instanceof AccessDeniedException ? "permission denied" : e.toString();
    }

    private static String user() {
        try {
            return "; it runs as user " + Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
