package dev.stillhouse.runner.database;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** As much of ASN.1's encoding as it takes to put a private key into another envelope. */
final class Der {
    private static final int LONG_FORM = 0x80;

    private Der() {}

    /** A value of this tag with this content. */
    static byte[] of(int tag, byte[]... content) {
        byte[] all = join(content);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (all.length < LONG_FORM) {
            out.write(all.length);
        } else {
            int bytes = all.length > 0xff ? 2 : 1;
            out.write(LONG_FORM + bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(all.length >> (8 * i));
            }
        }
        out.writeBytes(all);
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** The content of the element with this tag in a sequence; throws IllegalArgumentException if there is none. */
    static byte[] find(int tag, byte[] sequence) {
        try {
            ByteBuffer elements = ByteBuffer.wrap(content(ByteBuffer.wrap(sequence)));
            while (true) {
                int found = elements.get(elements.position()) & 0xff;
                byte[] content = content(elements);
                if (found == tag) {
                    return content;
                }
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("it is not complete", e);
        }
    }

    private static byte[] content(ByteBuffer in) {
        in.get();
        int length = in.get() & 0xff;
        if (length >= LONG_FORM) {
            int bytes = length - LONG_FORM;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << 8) + (in.get() & 0xff);
            }
        }
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] content = new byte[length];
        in.get(content);
        return content;
    }
}
