package dev.stillhouse.runner.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ssl.NonValidatingFactory.NonValidatingTM;
import org.postgresql.ssl.WrappedFactory;

/**
 * TLS with a client certificate in files of PEM. pgjdbc's own takes only some of the forms that private keys come in, and
 * wants to be told their algorithm. The host name is still pgjdbc's to check.
 */
public final class ClientTls extends WrappedFactory {
    /** pgjdbc calls it by name, with the properties of the connection. */
    public ClientTls(Properties connection) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(connection), trusted(connection), null);
        factory = context.getSocketFactory();
    }

    /** Whether a connection with these properties needs it. */
    static boolean isFor(Properties connection) throws IOException {
        String key = connection.getProperty("sslkey");
        return key != null
                && connection.getProperty("sslcert") != null
                && Files.isReadable(Path.of(key))
                && PemKey.isIn(Path.of(key));
    }

    private static KeyManager[] keys(Properties connection) throws IOException, GeneralSecurityException {
        Path certificate = Path.of(connection.getProperty("sslcert"));
        Collection<? extends Certificate> chain = certificates(certificate);
        KeyStore store = empty();
        store.setKeyEntry(
                "client",
                PemKey.read(Path.of(connection.getProperty("sslkey"))),
                new char[0],
                chain.toArray(Certificate[]::new));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        return managers.getKeyManagers();
    }

    /** As pgjdbc: what the mode says, and the machine's own authorities where none is named. */
    private static TrustManager @Nullable [] trusted(Properties connection)
            throws IOException, GeneralSecurityException {
        if (!connection.getProperty("sslmode", "").startsWith("verify-")) {
            return new TrustManager[] {new NonValidatingTM()};
        }
        String root = connection.getProperty("sslrootcert");
        if (root == null) {
            return null;
        }
        KeyStore store = empty();
        for (Certificate authority : certificates(Path.of(root))) {
            store.setCertificateEntry("authority " + store.size(), authority);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream content = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(content);
            if (found.isEmpty()) {
                throw new CertificateException("it is empty");
            }
            return found;
        } catch (CertificateException e) {
            throw new CertificateException(file + " has no certificates in PEM form", e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
