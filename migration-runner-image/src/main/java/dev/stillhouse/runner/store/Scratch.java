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

/** Local folders that are needed for a while. */
final class Scratch implements AutoCloseable {
    private final List<Path> folders = new ArrayList<>();

    /** A new folder below the given one, on whose volume there is room for so many bytes. */
    Result<Path> folder(Path below, long bytes) {
        try {
            Files.createDirectories(below);
            long free = below.toFile().getUsableSpace();
            if (free < bytes) {
                return Result.failed(
                        Reason.StorageFull,
                        "The scratch folder " + below + " has " + Bytes.text(free)
                                + " free, and the backup's files need" + " about " + Bytes.text(bytes)
                                + ". Give the runner a larger scratch volume.");
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
                        + (full ? "Give the runner a larger scratch volume." : "Check the pod's scratch volume."));
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
