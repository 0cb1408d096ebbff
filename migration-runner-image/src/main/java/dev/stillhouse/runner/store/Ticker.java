package dev.stillhouse.runner.store;

import dev.stillhouse.runner.model.Bytes;
import java.time.Duration;
import java.util.function.Consumer;

/** Tells how far a long piece of work has come: now and then, and at its end. */
final class Ticker {
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final String doing;
    private final long total;
    private final Consumer<String> progress;
    private long done;
    private long told = System.nanoTime();

    /** @param total bytes to come; what is told is a share of it */
    Ticker(String doing, long total, Consumer<String> progress) {
        this.doing = doing;
        this.total = total;
        this.progress = progress;
    }

    void advance(long bytes) {
        done += bytes;
        long now = System.nanoTime();
        if (now - told >= PAUSE) {
            told = now;
            progress.accept(doing + ": " + Bytes.text(done) + " of " + Bytes.text(total) + ".");
        }
    }

    void finish() {
        progress.accept(doing + ": " + Bytes.text(done) + ", done.");
    }
}
