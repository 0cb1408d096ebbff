package dev.stillhouse.runner.store;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Bytes;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Local folders that are needed for a while. */
final class ScratchFolders implements AutoCloseable {
    private final Map<String, String> environment;
    private final List<Path> folders = new ArrayList<>();

    /** @param environment may name a limit, see {@link Room} */
    ScratchFolders(Map<String, String> environment) {
        this.environment = environment;
    }

    /** A new folder below the given one, on whose volume there is room for so many bytes. */
    Result<Path> folder(Path below, long bytes) {
        try {
            Files.createDirectories(below);
            long free = Room.in(below, environment);
            if (free < bytes) {
                return Result.failed(
                        Reason.StorageFull,
                        "The scratch folder " + below + " has " + Bytes.text(free)
                                + " free, and the backup's files need" + " about " + Bytes.text(bytes)
                                + ". Make it larger: spec.backup.scratch.size, or --scratch on the command line.");
            }
            Path folder = Files.createTempDirectory(below, "backup-");
            folders.add(folder);
            return Result.ok(folder);
        } catch (IOException e) {
            return Result.failed(trouble(below, e));
        }
    }

    static Trouble trouble(Path folder, IOException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        boolean full = OutOfSpace.says(message) || folder.toFile().getUsableSpace() == 0;
        return new Trouble(
                full ? Reason.StorageFull : Reason.StorageUnavailable,
                "The scratch folder " + folder + " cannot be used: " + message + ". "
                        + (full
                                ? "Make it larger: spec.backup.scratch.size, or --scratch on the command line."
                                : "Check the pod's scratch volume."));
    }

    @Override
    public void close() {
        for (Path folder : folders) {
            try {
                FolderTree.delete(folder);
            } catch (IOException e) {
                // It goes with the pod.
            }
        }
        folders.clear();
    }
}
