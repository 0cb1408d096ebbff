package dev.stillhouse.runner.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import software.amazon.awssdk.core.sync.RequestBody;

/** A piece of a file as a stream. */
final class FileRange extends InputStream {
    private final FileChannel channel;
    private long position;
    private final long end;

    private FileRange(FileChannel channel, long position, long end) {
        this.channel = channel;
        this.position = position;
        this.end = end;
    }

    /** As the body of a request, which opens the file anew for each attempt. */
    static RequestBody body(Path file, long offset, long length) {
        return RequestBody.fromContentProvider(
                () -> {
                    try {
                        return new FileRange(FileChannel.open(file, StandardOpenOption.READ), offset, offset + length);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                length,
                "application/octet-stream");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position >= end) {
            return -1;
        }
        int count = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, end - position)), position);
        if (count > 0) {
            position += count;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
