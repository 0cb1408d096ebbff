package dev.stillhouse.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigestsTest {
    private static final String SUBDOMAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    @Test
    void a_digest_says_how_it_was_made() {
        assertThat(Digests.sha256(""))
                .isEqualTo("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Digests.sha256("é")).isNotEqualTo(Digests.sha256("e"));
    }

    @Test
    void what_fits_is_not_shortened() {
        assertThat(Digests.shorten("orders", 6)).isEqualTo("orders");
    }

    @Test
    void names_that_differ_only_at_the_end_stay_different() {
        var common = "a".repeat(100);
        assertThat(Digests.shorten(common + "1", 63))
                .hasSizeLessThanOrEqualTo(63)
                .startsWith("a".repeat(50))
                .isNotEqualTo(Digests.shorten(common + "2", 63));
    }

    /** A dot may stand just where a name is cut, and Kubernetes takes none at the end of a part. */
    @Test
    void a_shortened_name_is_still_a_name() {
        var name = "a.b-c.d".repeat(50);
        assertThat(IntStream.rangeClosed(20, 253).mapToObj(length -> Digests.shorten(name, length)))
                .allSatisfy(shortened -> assertThat(shortened).matches(SUBDOMAIN));
    }
}
