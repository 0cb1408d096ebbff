package dev.stillhouse.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * A {@link PostgresServer} of a namespace of its own with a private authority, which lets the user {@value #USER} in only over
 * TLS, with the password and a client certificate.
 */
public final class TlsServer {

    public static final String USER = "app";
    public static final String PASSWORD = "p@ss:w/o?r#d %41";

    private final PodExec exec;
    private final String host;

    private TlsServer(PodExec exec, String host) {
        this.exec = exec;
        this.host = host;
    }

    static TlsServer of(PodExec exec, String namespace) {
        var server = new TlsServer(exec, PostgresServer.NAME + "." + namespace + ".svc");
        exec.run(List.of("sh", "-c", script(), "postgres-tls", server.host, PASSWORD));
        return server;
    }

    /** The host that its certificate is for. */
    public String host() {
        return host;
    }

    public String authority() {
        return file("ca.crt");
    }

    public String clientCertificate() {
        return file("app.crt");
    }

    public String clientKey() {
        return file("app.key");
    }

    private String file(String name) {
        return exec.run(List.of("sh", "-c", "cat \"$PGDATA/" + name + "\"")) + "\n";
    }

    private static String script() {
        try (var source = Objects.requireNonNull(TlsServer.class.getResourceAsStream("postgres-tls.sh"))) {
            return new String(source.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
