package dev.stillhouse.runner.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    private static final Duration RENEWAL = Duration.ofMillis(20);

    @TempDir
    private Path folder;

    private static TokenFile opened(Result<TokenFile> kept) {
        return ((Result.Ok<TokenFile>) kept).value();
    }

    @Test
    void itIsRenewedAndGoesWhenItIsClosed() throws Exception {
        AtomicInteger number = new AtomicInteger();
        Path path = folder.resolve("password");

        try (TokenFile file = opened(
                TokenFile.keep(path, "rw-r--r--", () -> Result.ok("token " + number.incrementAndGet()), RENEWAL))) {
            assertThat(file.path()).content().startsWith("token ");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-r--r--");
            await().untilAsserted(() -> assertThat(path).content().isNotEqualTo("token 1"));
        }

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    /** What is told from now on. */
    private static List<String> heard() {
        List<String> told = new CopyOnWriteArrayList<>();
        Renewals.heardBy(new Renewals.Hearer() {
            @Override
            public void notRenewed(Trouble trouble) {
                told.add(trouble.message());
            }

            @Override
            public void renewedAgain() {
                told.add("again");
            }
        });
        return told;
    }

    @Test
    void oneThatCannotBeRenewedStaysUntilItCan() {
        AtomicInteger number = new AtomicInteger();
        Path path = folder.resolve("password");
        List<String> told = heard();

        try (TokenFile file = opened(TokenFile.keep(
                path,
                "rw-------",
                () -> {
                    int asked = number.incrementAndGet();
                    return asked == 1 || asked > 5
                            ? Result.ok("token " + asked)
                            : Result.failed(Reason.IdentityFailed, "Not now.");
                },
                RENEWAL))) {
            await().until(() -> number.get() > 1);
            await().untilAsserted(() -> assertThat(file.path()).content().isNotEqualTo("token 1"));
            await().untilAsserted(() -> assertThat(told).containsExactly("Not now.", "again"));
        }
    }

    /** A program may end while its token is not renewed; what fails later does so for another reason. */
    @Test
    void aTroubleIsOverOnceAnotherFileIsWritten() {
        List<String> told = heard();
        AtomicInteger number = new AtomicInteger();
        try (TokenFile first = opened(TokenFile.keep(
                folder.resolve("first"),
                "rw-------",
                () -> number.incrementAndGet() == 1
                        ? Result.ok("token")
                        : Result.failed(Reason.IdentityFailed, "Not now."),
                RENEWAL))) {
            await().untilAsserted(() -> assertThat(told).containsExactly("Not now."));
            assertThat(first.path()).hasContent("token");
        }
        assertThat(told).containsExactly("Not now.");

        try (TokenFile second =
                opened(TokenFile.keep(folder.resolve("second"), "rw-------", () -> Result.ok("token"), RENEWAL))) {
            assertThat(second.path()).hasContent("token");
            assertThat(told).containsExactly("Not now.", "again");
        }
    }

    @Test
    void withoutAFirstOneThereIsNoFile() {
        Path path = folder.resolve("password");

        assertThat(TokenFile.keep(path, "rw-------", () -> Result.failed(Reason.IdentityFailed, "No."), RENEWAL))
                .isInstanceOf(Result.Failed.class);
        assertThat(path).doesNotExist();
    }

    /** A search for credentials that swallows the interruption does not hold the end up. */
    @Test
    void whatSwallowsAnInterruptionDoesNotHoldTheEndUp() {
        AtomicInteger number = new AtomicInteger();
        TokenFile file = opened(TokenFile.keep(
                folder.resolve("password"),
                "rw-------",
                () -> {
                    if (number.incrementAndGet() == 2) {
                        try {
                            Thread.sleep(60_000);
                        } catch (InterruptedException e) {
                            return Result.failed(Reason.IdentityFailed, "Interrupted.");
                        }
                    }
                    return Result.ok("token");
                },
                Duration.ofSeconds(1)));
        await().until(() -> number.get() == 2);

        await().atMost(Duration.ofSeconds(5)).untilAsserted(file::close);
    }
}
