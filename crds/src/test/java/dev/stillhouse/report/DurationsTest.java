package dev.stillhouse.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    private static final int SAMPLES = 20_000;
    private static final Map<String, Long> NANOS =
            Map.of("ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

    @ParameterizedTest
    @CsvSource({
        "1.5h, PT1H30M",
        "0.5h, PT30M",
        "2.25h, PT2H15M",
        "0.5s, PT0.5S",
        "1h30m, PT1H30M",
        "1h0.5m, PT1H30S",
        "100ms, PT0.1S",
        "0.5ms, PT0.0005S",
        "30m1h, PT1H30M",
        "1h1h, PT2H",
        "007s, PT7S",
        "0s, PT0S",
        "168h, PT168H",
        "0.0000000019s, PT0.000000001S",
        "1.999999999999999999999999s, PT1.999999999S",
    })
    void meansWhatGoAndCelMean(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    /** The expectation is reckoned from the numbers of which the text is made, and never reads the text. */
    @Test
    void isTheSumOfItsPartsEachCutOffAtTheNanosecond() {
        var random = new Random(4);
        for (int sample = 0; sample < SAMPLES; sample++) {
            var text = new StringBuilder();
            var expected = Duration.ZERO;
            for (int part = 0; part <= random.nextInt(4); part++) {
                var unit = List.of("ms", "s", "m", "h").get(random.nextInt(4));
                var whole = random.nextInt(10_000);
                var decimals = IntStream.range(0, random.nextInt(13))
                        .map(i -> random.nextInt(10))
                        .toArray();
                text.append(whole).append(decimals.length == 0 ? "" : ".");
                IntStream.of(decimals).forEach(text::append);
                text.append(unit);
                expected = expected.plusNanos(whole * NANOS.get(unit)).plusNanos(fraction(decimals, NANOS.get(unit)));
            }
            assertThat(Durations.parse(text.toString())).as(text.toString()).isEqualTo(expected);
        }
    }

    /** As a pupil divides: what is left of the unit is cut into tenths again and again, in a unit that needs no decimals. */
    private static long fraction(int[] decimals, long unit) {
        var fine = BigInteger.TEN.pow(decimals.length);
        var rest = BigInteger.valueOf(unit).multiply(fine);
        var sum = BigInteger.ZERO;
        for (int decimal : decimals) {
            rest = rest.divide(BigInteger.TEN);
            sum = sum.add(rest.multiply(BigInteger.valueOf(decimal)));
        }
        return sum.divide(fine).longValueExact();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "s", "1.h", ".5h", "1,5h", "-1h", "+1h", "1 h", "1d", "1us", "1e3s", "1h30", "1h\n"})
    void refusesWhatTheSchemaDoesNotLetIn(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessageContaining("write it like 500ms, 10s, 1.5h or 1h30m");
    }

    @Test
    void refusesWhatIsTooLongForGoToo() {
        assertThat(Durations.parse("2562047h")).isEqualTo(Duration.ofHours(2_562_047));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse("2562048h"))
                .withMessageContaining("292 years");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0, 0", "PT0.000000001S, 1, 1", "PT0.5S, 500, 1", "PT1S, 1000, 1", "PT1.0001S, 1001, 2"})
    void aShortTimeNeverBecomesNone(Duration duration, long millis, long seconds) {
        assertThat(Durations.toMillis(duration)).isEqualTo(millis);
        assertThat(Durations.toSeconds(duration)).isEqualTo(seconds);
    }
}
