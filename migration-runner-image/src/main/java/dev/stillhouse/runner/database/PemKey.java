package dev.stillhouse.runner.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key as the issuers of certificates in Kubernetes write it: PKCS#8, or the older forms of RSA (PKCS#1) and of
 * elliptic curves (SEC 1), which Java does not read.
 */
final class PemKey {
    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (?<kind>[A-Z ]*)PRIVATE KEY-----(?<body>[^-]+)-----END");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int CURVE = 0xa0;
    private static final byte[] ZERO = Der.of(INTEGER, new byte[] {0});
    /** 1.2.840.113549.1.1.1 with its NULL. */
    private static final byte[] RSA = {
        0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** 1.2.840.10045.2.1; the curve follows. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private PemKey() {}

    /** Whether the file is in PEM form; pgjdbc knows the others by itself. */
    static boolean isIn(Path file) throws IOException {
        return text(file).contains(BEGIN);
    }

    static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
        String text = text(file);
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new InvalidKeyException(
                    text.contains("ENCRYPTED") ? encrypted(file) : file + " has no private key in it");
        }
        String kind = block.group("kind").strip();
        if (kind.equals("ENCRYPTED")) {
            throw new InvalidKeyException(encrypted(file));
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group("body"));
            return key(
                    switch (kind) {
                        case "RSA" -> wrapped(RSA, der);
                        case "EC" -> wrapped(Der.join(EC, Der.find(CURVE, der)), der);
                        default -> der;
                    });
        } catch (IllegalArgumentException | InvalidKeySpecException e) {
            throw new InvalidKeyException(file + " has a private key that cannot be read", e);
        }
    }

    private static String encrypted(Path file) {
        return file + " has a private key that is encrypted, and there is no place for its password";
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return Der.of(SEQUENCE, ZERO, Der.of(SEQUENCE, algorithm), Der.of(OCTETS, key));
    }

    /** The algorithm stands in the key, but Java wants it to be named. */
    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        InvalidKeySpecException last = new InvalidKeySpecException();
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                last = e;
            }
        }
        throw last;
    }

    /** Whatever the bytes are: a file in another form has no line of PEM. */
    private static String text(Path file) throws IOException {
        return StandardCharsets.ISO_8859_1
                .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                .toString();
    }
}
