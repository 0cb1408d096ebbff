package dev.stillhouse.runner.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
    @TempDir
    Path scratch;

    private long room(String limit) throws IOException {
        return Room.in(scratch, Map.of(Room.VARIABLE, limit));
    }

    @Test
    void withoutALimitTheDiskIsOne() throws IOException {
        assertThat(Room.in(scratch, Map.of())).isPositive();
    }

    /** The disk of the node has more: a pod that takes it is ended. */
    @Test
    void whatWasWrittenCountsAgainstTheLimit() throws IOException {
        Files.write(Files.createDirectory(scratch.resolve("dump")).resolve("1.dat"), new byte[300]);
        assertThat(room("1000")).isEqualTo(700);
        assertThat(room("200")).isZero();
    }

    @Test
    void aLimitBeyondTheDiskIsNone() throws IOException {
        assertThat(room(Long.toString(Long.MAX_VALUE))).isLessThan(Long.MAX_VALUE - 300);
    }
}
