package dev.stillhouse.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a kubeconfig where only its owner can read it, as it has the rights of an administrator. */
public final class KubeconfigFile {

    private KubeconfigFile() {}

    /** Replaces what the file contains, at once: others may write or read it at the same time. */
    public static void write(Path file, String content) {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            var written = Files.createTempFile(file.toAbsolutePath().getParent(), "kubeconfig", ".new", ownerOnly);
            Files.writeString(written, content);
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** A file of this process' own, which goes with it. */
    static Path temporary(String content) {
        try {
            var file = Files.createTempFile("stillhouse", ".kubeconfig");
            file.toFile().deleteOnExit();
            Files.writeString(file, content);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a temporary kubeconfig", e);
        }
    }
}
