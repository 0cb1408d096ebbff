package dev.stillhouse.runner.postgres;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code toc.dat} of a dump in pg_dump's directory format, of which the definitions of tables can be written otherwise.
 * Everything else is copied as it is. Its format is that of PostgreSQL's {@code pg_backup_archiver.c}, versions 1.14 (pg_dump 12)
 * to 1.16 (17 and 18).
 */
final class TocFile {
    private static final byte[] MAGIC = "PGDMP".getBytes(StandardCharsets.US_ASCII);
    /** What pg_dump writes there of a directory: the format of tar. */
    private static final int FORMAT = 3;

    private static final int OLDEST = 14;
    private static final int COMPRESSION_IS_A_BYTE_SINCE = 15;
    private static final int KIND_OF_RELATION_SINCE = 16;
    private static final int NEWEST = 16;
    /** Seconds to summer time: when it was made. */
    private static final int INTEGERS_OF_THE_TIME = 7;
    /** The database's name, the server's version and pg_dump's. */
    private static final int TEXTS_OF_THE_HEADER = 3;

    private static final Set<String> TABLES = Set.of("TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW");

    private final byte[] in;
    private final ByteArrayOutputStream out;
    private int position;
    private int copied;
    private int bytesOfIntegers;

    private TocFile(byte[] in) {
        this.in = in;
        out = new ByteArrayOutputStream(in.length);
    }

    /**
     * The file's contents with other definitions of tables.
     *
     * @throws IOException if it is in a format that is not known here
     */
    static byte[] rewritten(byte[] contents, UnaryOperator<String> definitions) throws IOException {
        return new TocFile(contents).rewritten(definitions);
    }

    private byte[] rewritten(UnaryOperator<String> definitions) throws IOException {
        try {
            int version = header();
            int entries = integer();
            for (int i = 0; i < entries; i++) {
                entry(version, definitions);
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new IOException("the table of contents of the dump ends too early", e);
        }
        if (position != in.length) {
            throw new IOException("the table of contents of the dump has more than its entries");
        }
        copyUpTo(position);
        return out.toByteArray();
    }

    private int header() throws IOException {
        boolean known = in.length > MAGIC.length && Arrays.equals(in, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
        position = MAGIC.length;
        int major = octet();
        int minor = octet();
        octet();
        bytesOfIntegers = octet();
        octet();
        if (!known || major != 1 || minor < OLDEST || minor > NEWEST || octet() != FORMAT) {
            throw new IOException(
                    "the table of contents of the dump has the format " + major + "." + minor + ", which is not known");
        }
        if (minor >= COMPRESSION_IS_A_BYTE_SINCE) {
            octet();
        } else {
            integer();
        }
        for (int i = 0; i < INTEGERS_OF_THE_TIME; i++) {
            integer();
        }
        for (int i = 0; i < TEXTS_OF_THE_HEADER; i++) {
            text();
        }
        return minor;
    }

    private void entry(int version, UnaryOperator<String> definitions) {
        integer(); // number
        integer(); // whether it has data
        text(); // oids of catalog and object
        text();
        text(); // name
        String kind = text();
        integer(); // section
        if (kind != null && TABLES.contains(kind)) {
            replace(definitions);
        } else {
            text();
        }
        text(); // what drops it
        text(); // what copies its data
        text(); // schema
        text(); // tablespace
        text(); // access method
        if (version >= KIND_OF_RELATION_SINCE) {
            integer();
        }
        text(); // owner
        text(); // whether it has oids
        while (text() != null) {
            // a dependency; none ends them
        }
        text(); // file
    }

    private void replace(UnaryOperator<String> definitions) {
        copyUpTo(position);
        String definition = text();
        String other = definition == null ? null : definitions.apply(definition);
        if (other == null || other.equals(definition)) {
            return;
        }
        byte[] bytes = other.getBytes(StandardCharsets.ISO_8859_1);
        out.write(0);
        for (int i = 0; i < bytesOfIntegers; i++) {
            out.write(i < Integer.BYTES ? bytes.length >>> (Byte.SIZE * i) & 0xff : 0);
        }
        out.writeBytes(bytes);
        copied = position;
    }

    private int octet() {
        return in[position++] & 0xff;
    }

    /** Its sign, then its bytes, the lowest first. */
    private int integer() {
        boolean negative = octet() != 0;
        int value = 0;
        for (int i = 0; i < bytesOfIntegers; i++) {
            value |= octet() << (Byte.SIZE * i);
        }
        return negative ? -value : value;
    }

    /** In whatever encoding it is: each byte is a letter. */
    private @Nullable String text() {
        int length = integer();
        if (length < 0) {
            return null;
        }
        if (length > in.length - position) {
            throw new ArrayIndexOutOfBoundsException(length);
        }
        position += length;
        return new String(in, position - length, length, StandardCharsets.ISO_8859_1);
    }

    private void copyUpTo(int end) {
        out.write(in, copied, end - copied);
        copied = end;
    }
}
