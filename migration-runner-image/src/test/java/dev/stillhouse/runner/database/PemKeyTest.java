package dev.stillhouse.runner.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys in the forms in which issuers of certificates write them. */
class PemKeyTest {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;

    @TempDir
    private Path folder;

    private Path file(String kind, byte[] der) throws Exception {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return file("-----BEGIN " + kind + "PRIVATE KEY-----\n" + body + "\n-----END " + kind + "PRIVATE KEY-----\n");
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("tls.key"), text);
    }

    private static PrivateKey generate(String algorithm, int size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        return generator.generateKeyPair().getPrivate();
    }

    /** What PKCS#8 puts an envelope around. */
    private static byte[] inside(PrivateKey key) {
        return Der.find(OCTETS, key.getEncoded());
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "EC, 256", "EC, 521", "Ed25519, 255"})
    void pkcs8OfAnyAlgorithm(String algorithm, int size) throws Exception {
        PrivateKey key = generate(algorithm, size);

        assertThat(PemKey.read(file("", key.getEncoded())).getEncoded()).isEqualTo(key.getEncoded());
    }

    /** cert-manager's default. */
    @ParameterizedTest
    @ValueSource(ints = {2048, 4096})
    void rsasOwnForm(int size) throws Exception {
        PrivateKey key = generate("RSA", size);

        assertThat(PemKey.read(file("RSA ", inside(key)))).isEqualTo(key);
    }

    /** CloudNativePG's. */
    @ParameterizedTest
    @CsvSource({"256, 2a8648ce3d030107", "384, 2b81040022", "521, 2b81040023"})
    void ellipticCurvesOwnForm(int size, String curve) throws Exception {
        ECPrivateKey key = (ECPrivateKey) generate("EC", size);
        byte[] secret = Der.of(OCTETS, Der.find(OCTETS, inside(key)));
        byte[] oid = Der.of(0x06, java.util.HexFormat.of().parseHex(curve));
        byte[] sec1 = Der.of(SEQUENCE, Der.of(0x02, new byte[] {1}), secret, Der.of(0xa0, oid));

        PrivateKey read = PemKey.read(file("EC ", sec1));

        assertThat(((ECPrivateKey) read).getS()).isEqualTo(key.getS());
        assertThat(((ECPrivateKey) read).getParams().getOrder())
                .isEqualTo(key.getParams().getOrder());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMIIB\n-----END RSA PRIVATE KEY-----\n"
            })
    void anEncryptedKeyIsNamedSo(String text) throws Exception {
        Path file = file(text);

        assertThatThrownBy(() -> PemKey.read(file))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("encrypted")
                .hasMessageContaining("tls.key");
    }

    @Test
    void whatIsNoKeyIsNamedSo() throws Exception {
        byte[] cut = Arrays.copyOf(generate("EC", 256).getEncoded(), 20);

        assertThatThrownBy(() -> PemKey.read(file("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")))
                .hasMessageContaining("no private key");
        for (String kind : new String[] {"", "RSA ", "EC "}) {
            assertThatThrownBy(() -> PemKey.read(file(kind, cut)))
                    .isInstanceOf(InvalidKeyException.class)
                    .hasMessageContaining("cannot be read");
        }
    }

    @Test
    void formsThatAreNotTextAreTheDriversToRead() throws Exception {
        Path der = Files.write(folder.resolve("client.pk8"), generate("EC", 256).getEncoded());

        assertThat(PemKey.isIn(der)).isFalse();
        assertThat(PemKey.isIn(file("", "x".getBytes(StandardCharsets.US_ASCII))))
                .isTrue();
    }
}
