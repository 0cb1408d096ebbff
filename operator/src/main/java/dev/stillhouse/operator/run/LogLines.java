package dev.stillhouse.operator.run;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts what comes of a log into lines. One that is longer than any of a runner's is passed over. */
final class LogLines {
    static final int LONGEST = 256 * 1024;

    private final Consumer<String> hear;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;

    LogLines(Consumer<String> hear) {
        this.hear = hear;
    }

    void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            var next = bytes.get();
            if (next == '\n') {
                end();
            } else if (line.size() < LONGEST) {
                line.write(next);
            } else {
                tooLong = true;
            }
        }
    }

    /** What was heard last is a whole line. */
    void end() {
        if (!tooLong && line.size() > 0) {
            hear.accept(line.toString(StandardCharsets.UTF_8));
        }
        line.reset();
        tooLong = false;
    }
}
