package dev.stillhouse.runner.store;

import com.sun.nio.file.ExtendedOpenOption;
import dev.stillhouse.runner.model.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/** Reads whole files for their size and digest, one after the other. */
final class FileReading {
    private static final int BUFFER = 1 << 20;

    /** At a place in memory that suits all devices that read into it directly. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2 * BUFFER).alignedSlice(BUFFER);

    /**
     * From where the kernel has it.
     *
     * @param name the name that the result bears
     * @param advance takes the number of bytes, piece by piece
     */
    StoredFile read(Path file, String name, LongConsumer advance) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel, name, advance);
        }
    }

    /** From the device rather than from the kernel's memory, where the file system can do that. */
    StoredFile readBack(Path file, String name) throws IOException {
        try (FileChannel channel = openPastMemory(file)) {
            return read(channel, name, bytes -> {});
        }
    }

    private static FileChannel openPastMemory(Path file) throws IOException {
        try {
            if (BUFFER % Files.getFileStore(file).getBlockSize() == 0) {
                return FileChannel.open(file, StandardOpenOption.READ, ExtendedOpenOption.DIRECT);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // The file system does not have this way of reading.
        }
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    private StoredFile read(FileChannel channel, String name, LongConsumer advance) throws IOException {
        MessageDigest digest = Sha256.start();
        long size = channel.size();
        long done = 0;
        // Beyond the end a direct read would not be aligned.
        while (done < size) {
            buffer.clear().limit(BUFFER);
            int count = channel.read(buffer);
            if (count < 0) {
                break;
            }
            digest.update(buffer.flip());
            done += count;
            advance.accept(count);
        }
        return new StoredFile(name, done, Sha256.finish(digest));
    }
}
