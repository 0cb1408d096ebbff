package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Refusal;
import dev.stillhouse.runner.project.ProjectListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON lines over a Unix socket: one request at a time, answered with events, questions and one reply. {@link #close()} may be
 * called by another thread and ends a call that is under way.
 */
final class BridgeSocket implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader reader;
    private int lastId;

    private BridgeSocket(SocketChannel channel) {
        this.channel = channel;
        this.reader = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8), 16 * 1024);
    }

    static BridgeSocket connect(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return new BridgeSocket(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    BridgeReply call(String method, JsonObject params, ProjectListener listener) {
        int id = ++lastId;
        List<Answering> answering = new ArrayList<>();
        try {
            send(new JsonObject().put("id", id).put("method", method).put("params", params));
            while (true) {
                @Nullable String line = reader.readLine();
                if (line == null) {
                    return new BridgeReply.Lost("it closed the connection during " + method);
                }
                JsonObject message = Json.parse(line);
                if (message.has("id") && message.integer("id") != id) {
                    continue;
                }
                if (message.has("result")) {
                    return new BridgeReply.Answer(message.object("result"));
                }
                if (message.has("error")) {
                    return new BridgeReply.Refused(Answers.refusal(message.object("error")));
                }
                if (message.has("question")) {
                    answering.add(Answering.begin(
                            listener,
                            BridgeQuestions.parse(message),
                            answer -> send(BridgeQuestions.answer(message, answer))));
                    continue;
                }
                BridgeEvents.parse(message).ifPresent(listener::event);
            }
        } catch (MalformedJson e) {
            return new BridgeReply.Refused(new Refusal(
                    "ProtocolMismatch",
                    "The bridge answered " + method + " with something that is not of the protocol: " + e.getMessage(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
        } catch (IOException | UncheckedIOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new BridgeReply.Lost("the connection broke during " + method + " (" + why + ")");
        } finally {
            answering.forEach(Answering::end);
        }
    }

    private void send(JsonObject request) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((Json.write(request) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The bridge sees the end of the connection either way.
        }
    }
}
