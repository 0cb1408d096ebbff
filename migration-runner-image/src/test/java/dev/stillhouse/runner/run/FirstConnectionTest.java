package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.url.UrlParser;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstConnectionTest {
    private static final String NOBODY = "postgresql://app:secretpassword@localhost:1/shop";

    private final Postgres.Database server = Postgres.create();
    private final Stop stop = new Stop();
    private final List<Result<Database>> tries = new ArrayList<>();

    private Result<Database> open(String url) {
        return UrlParser.parse(url)
                .then(parsed -> new FirstConnection(new Journal(line -> {}, Clock.systemUTC()), stop)
                        .open(parsed, () -> {
                            tries.add(Database.connect(parsed, "stillhouse shop/orders-1"));
                            return tries.getLast();
                        }));
    }

    /** A request is carried out once, and nobody tries it again. */
    @Test
    void isTriedUntilTheServerIsThere(@TempDir Path folder) {
        String late = server.name() + "_late";
        Runner runner = Runner.on(server.url().replace(server.name(), late));
        CompletableFuture<RunReport> run =
                runner.begin(Requests.migrate(AlembicProject.in(folder).table("a1")));
        await().atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertThat(runner.messages())
                        .anySatisfy(line -> assertThat(line).contains("cannot be reached yet")));

        server.execute("CREATE DATABASE " + late);

        assertThat(run.join().reason()).isEqualTo(Reason.Upgraded);
    }

    @Test
    void failsWithTheLastTryWhenItsTimeIsOver() {
        assertThat(open(NOBODY)).isSameAs(tries.getLast());
        assertThat(tries).hasSizeGreaterThan(1);
    }

    @Test
    void isNotTriedAgainWhenTheRunIsToEnd() {
        stop.request(StopCause.TERMINATION);
        open(NOBODY);
        assertThat(tries).hasSize(1);
    }

    @Test
    void isNotTriedAgainWithAWrongPassword() {
        open(server.url().replace("only-for-tests", "wrong"));
        assertThat(tries).hasSize(1);
    }
}
