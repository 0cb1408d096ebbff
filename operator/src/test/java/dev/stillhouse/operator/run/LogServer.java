package dev.stillhouse.operator.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API server that has logs and nothing else. A test says how the next request for one is answered. */
final class LogServer implements AutoCloseable {
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> queries = new ConcurrentLinkedQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final KubernetesClient client;

    private record Answer(int code, List<String> lines, boolean stays) {}

    LogServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://localhost:" + server.getAddress().getPort())
                        .build())
                .build();
    }

    KubernetesClient client() {
        return client;
    }

    /** What was asked for, in this order: the part behind the question mark. */
    List<String> queries() {
        return List.copyOf(queries);
    }

    /** The next log has these lines, and comes to its end. */
    LogServer has(List<String> lines) {
        answers.add(new Answer(200, lines, false));
        return this;
    }

    /** The next log has these lines so far, and nothing more comes. */
    LogServer hasAndStays(List<String> lines) {
        answers.add(new Answer(200, lines, true));
        return this;
    }

    /** The next log is refused. */
    LogServer refuses(int code) {
        answers.add(new Answer(code, List.of("{\"kind\":\"Status\"}"), false));
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        queries.add(exchange.getRequestURI().getQuery());
        var answer = answers.isEmpty() ? new Answer(404, List.of(), false) : answers.remove();
        exchange.sendResponseHeaders(answer.code(), 0);
        try (var body = exchange.getResponseBody()) {
            for (var line : answer.lines()) {
                body.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            body.flush();
            if (answer.stays()) {
                end.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
